// Made by ops/lib/embed.py from templates/init/mailer.yaml: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let initMailerYaml = ###"""
# mailer's configuration: every key is explained in mailer.example.yaml of the program's sources.
# Relative paths are relative to this file. Until a relay stands below, messages land in outbox/ as
# .eml files and nobody is mailed.

# The From field of every issue. Write the address that your readers are to see.
from: "Our Newsletter <news@example.org>"

# Shown at the foot of each mail; many countries ask for one.
postal_address: "Our Newsletter, 12 Mill Road, Cambridge"

# Where 'mailer serve' is reached from outside: unsubscribe links start with it. A relay needs it.
# base_url: https://news.example.org

# The server that mail is submitted to. Its password goes into a file of its own, or into the
# environment (MAILER_RELAYS_0_PASSWORD).
# relays:
#   - url: smtp://relay.example.org:587
#     user: news
#     password_file: relay.password

"""###
}
