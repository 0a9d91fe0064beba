// Made by ops/lib/embed.py from templates/init/sample.csv: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let initSampleCsv = ###"""
email,name,town
ada@example.org,Ada Lindqvist,Göteborg
bruno@example.org,Bruno Castelo,Porto
fumiko@example.org,藤原 文子,京都
hana@example.org,,Brno
ines@example.org,Inês Duarte,

"""###
}
