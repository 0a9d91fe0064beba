# The one list of system packages, and how they get onto the machine. Source it from the repository's root:
#
#     source ops/lib/packages.sh
#     install_packages build tests
#     install_promtool
#
# Only what is missing is installed; with everything there nothing is asked of the network or of sudo. No service is
# started or left enabled: the tests run their own Postfix and Dovecot from temporary folders.
# shellcheck shell=bash

packages_of() {
    case "$1" in
        build)
            echo libcurl4-openssl-dev libsqlite3-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libgumbo-dev \
                libgmime-3.0-dev libssl-dev pkg-config
            ;;
        demo) echo curl ;;
        tests)
            echo python3 python3-dkim python3-html5lib python3-aiosmtpd postfix dovecot-core opendkim opendkim-tools \
                openssl curl chromium fonts-dejavu-core
            ;;
        *) say_error "there is no package group '$1'; there are build, demo and tests." && return 1 ;;
    esac
}

# The services that come with the packages of the tests.
test_services="postfix dovecot opendkim"

say_error() { printf 'packages: %s\n' "$*" >&2; }

# install_packages GROUP...: installs what these groups lack.
install_packages() {
    local group names wanted=() missing=()
    for group in "$@"; do
        names="$(packages_of "$group")" || return 1
        # shellcheck disable=SC2206 # one word each
        wanted+=($names)
    done
    if [ "$(uname -s)" = Darwin ]; then
        brew_advice
        return
    fi
    if ! command -v dpkg-query >/dev/null; then
        say_error "this is neither Debian nor macOS. Install what these Debian packages hold: ${wanted[*]}"
        return 1
    fi
    for name in "${wanted[@]}"; do is_installed "$name" || missing+=("$name"); done
    [ "${#missing[@]}" -eq 0 ] && return
    echo "packages: installing ${missing[*]}"
    check_for_root "${missing[@]}" || return 1
    install_now "${missing[@]}"
}

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

check_for_root() {
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        say_error "not root, and there is no sudo. As root run: apt-get install --no-install-recommends $*"
        return 1
    fi
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# sudo drops the environment, so it is set behind it.
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }

apt_install() {
    local log status=0
    log="$(mktemp)"
    apt_get install --yes --no-install-recommends "$@" </dev/null >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then tail -n 15 "$log" >&2; fi
    rm -f "$log"
    return "$status"
}

# Package lists are fetched only where they are missing or turn out to be stale. A subshell, so that what was laid down
# to keep services off goes away however the installation ends.
install_now() (
    updated=""
    if ! knows_all "$@"; then
        update_lists || return 1
        updated=yes
    fi
    trap let_services_be EXIT
    keep_services_off
    case " $* " in *" postfix "*) answer_postfix ;; esac
    if ! apt_install "$@"; then
        if [ -n "$updated" ] || ! update_lists || ! apt_install "$@"; then
            say_error "apt-get could not install $*; its last words are above."
            return 1
        fi
    fi
    keep_services_disabled "$@"
)

knows_all() {
    local name candidate
    for name in "$@"; do
        candidate="$(LC_ALL=C apt-cache policy "$name" 2>/dev/null | sed -n 's/^ *Candidate: //p')"
        case "$candidate" in "" | "(none)") return 1 ;; esac
    done
}

update_lists() {
    echo "packages: fetching the lists of packages"
    apt_get update </dev/null || { say_error "apt-get update failed: check the network and /etc/apt."; return 1; }
}

# Without an answer Postfix's package would make a configuration that listens to the world.
answer_postfix() {
    echo "postfix postfix/main_mailer_type select Local only" | as_root debconf-set-selections
}

# Debian starts a service when its package is installed, unless policy-rc.d says no (exit 101).
policy=/usr/sbin/policy-rc.d
policy_is_ours=""

keep_services_off() {
    [ -e "$policy" ] && return
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    policy_is_ours=yes
}

let_services_be() {
    if [ -n "$policy_is_ours" ]; then as_root rm -f "$policy"; fi
    policy_is_ours=""
}

# keep_services_disabled PACKAGE...: what was just installed does not start at the next boot either.
keep_services_disabled() {
    local service
    [ -d /run/systemd/system ] || return 0
    for service in $test_services; do
        case " $* " in *" $service"*) as_root systemctl --quiet disable "$service" 2>/dev/null || true ;; esac
    done
}

# install_promtool: Prometheus' checker into .build/tools, if the system has none. It is taken out of Debian's package
# without installing that: the package would start a server and bring a dozen JavaScript libraries.
install_promtool() {
    local folder
    if command -v promtool >/dev/null || [ -x .build/tools/promtool ]; then return; fi
    if [ "$(uname -s)" = Darwin ]; then
        echo "packages: for promtool: brew install prometheus"
        return
    fi
    echo "packages: taking promtool out of the package prometheus into .build/tools"
    if ! knows_all prometheus; then
        check_for_root || return 1
        update_lists || return 1
    fi
    folder="$(mktemp -d)"
    # Root needs no sandbox user to write into this folder.
    if ! (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download prometheus </dev/null &&
        dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool); then
        rm -rf "$folder"
        say_error "promtool could not be fetched: check the network, or run: apt-get update"
        return 1
    fi
    mkdir -p .build/tools
    mv "$folder/usr/bin/promtool" .build/tools/promtool
    rm -rf "$folder"
}

brew_advice() {
    echo "packages: on macOS install once: brew install curl sqlite cmark-gfm gumbo-parser gmime openssl@3 pkg-config"
}
