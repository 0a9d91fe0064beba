// Made by ops/lib/embed.py from templates/init/gitignore: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let initGitignore = ###"""
# Readers, secrets and what mailer writes: none of it belongs into a repository.
/outbox/
/delivery.log*
/subscribers/*
!/subscribers/sample.csv
*.db
*.db-shm
*.db-wal
*.keys
*.password
*.pem

"""###
}
