// Made by ops/lib/embed.py from templates/archive/layout.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let archiveLayoutHtml = ###"""
<!DOCTYPE html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' https: http: data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{title}}{{^is_index}} · {{newsletter}}{{/is_index}}</title>
{{#summary}}
<meta name="description" content="{{summary}}">
{{/summary}}
<link rel="canonical" href="{{canonical}}">
<link rel="alternate" type="application/atom+xml" title="{{newsletter}}" href="{{feed_url}}">
<link rel="stylesheet" href="archive.css">
{{#is_unlisted}}
<meta name="robots" content="noindex">
{{/is_unlisted}}
{{$head}}{{/head}}
</head>
<body class="archive">
<a class="archive-skip" href="#content">Skip to the content</a>
<header class="archive-bar">
<p><a href="index.html">{{newsletter}}</a></p>
<nav aria-label="Archive"><a href="index.html">All issues</a> <a href="feed.atom">Feed</a></nav>
</header>
<main id="content">
{{$content}}{{/content}}
</main>
</body>
</html>

"""###
}
