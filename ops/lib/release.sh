# How programs for a server, and those that are measured, are built. Source it from the repository's root.
# shellcheck shell=bash

release_folder=.build-release

# release_build PRODUCT: builds it into .build-release/release with Swift's runtime in it, optimised across modules.
release_build() {
    swift build -c release --product "$1" --jobs 2 --scratch-path "$release_folder" \
        --static-swift-stdlib -Xswiftc -cross-module-optimization
}
