import GRDB

/// The tables' history: append a migration, never change one that was released.
enum Schema {
    /// Names in the order of their making. A test opens a file of each and brings it up to date.
    static let names = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v9", "v11", "v12"]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in try db.execute(sql: SchemaV1.sql) }
        migrator.registerMigration("v2") { db in try db.execute(sql: SchemaV2.sql) }
        migrator.registerMigration("v3") { db in try db.execute(sql: SchemaV3.sql) }
        migrator.registerMigration("v4", migrate: SchemaV4.migrate)
        migrator.registerMigration("v5") { db in try db.execute(sql: SchemaV5.sql) }
        migrator.registerMigration("v6") { db in try db.execute(sql: SchemaV6.sql) }
        migrator.registerMigration("v7") { db in try db.execute(sql: SchemaV7.sql) }
        migrator.registerMigration("v9") { db in try db.execute(sql: SchemaV9.sql) }
        migrator.registerMigration("v11") { db in try db.execute(sql: SchemaV11.sql) }
        migrator.registerMigration("v12") { db in try db.execute(sql: SchemaV12.sql) }
        return migrator
    }
}
