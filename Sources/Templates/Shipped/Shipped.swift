// Made by ops/lib/embed.py from templates/: change that file, then run the script.
// swift-format-ignore-file

enum Shipped {
    static let files: [String: String] = [
        "announcement/issue.md": announcementIssueMd,
        "announcement/newsletter.css": announcementNewsletterCss,
        "announcement/newsletter.html": announcementNewsletterHtml,
        "archive/archive.css": archiveArchiveCss,
        "archive/index.html": archiveIndexHtml,
        "archive/issue.html": archiveIssueHtml,
        "archive/layout.html": archiveLayoutHtml,
        "archive/unsubscribe.html": archiveUnsubscribeHtml,
        "base.css": baseCss,
        "digest/issue.md": digestIssueMd,
        "digest/newsletter.css": digestNewsletterCss,
        "digest/newsletter.html": digestNewsletterHtml,
        "init/first-issue.md": initFirstIssueMd,
        "init/gitignore": initGitignore,
        "init/mailer.yaml": initMailerYaml,
        "init/sample.csv": initSampleCsv,
        "letter/issue.md": letterIssueMd,
        "letter/newsletter.css": letterNewsletterCss,
        "letter/newsletter.html": letterNewsletterHtml,
        "newsletter.txt": newsletterTxt,
        "pages/error.html": pagesErrorHtml,
        "pages/invalid.html": pagesInvalidHtml,
        "pages/layout.html": pagesLayoutHtml,
        "pages/unsubscribe.html": pagesUnsubscribeHtml,
        "pages/unsubscribed.html": pagesUnsubscribedHtml,
        "preview/index.html": previewIndexHtml,
        "preview/preview.css": previewPreviewCss,
        "preview/preview.js": previewPreviewJs,
    ]
}
