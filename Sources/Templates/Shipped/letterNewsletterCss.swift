// Made by ops/lib/embed.py from templates/letter/newsletter.css: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let letterNewsletterCss = ###"""
/* A letter: no frame, a book's type, as if one person wrote to another. */
body, .page, .sheet { background-color: #fffefb; }
.preheader { color: #fffefb; }
.masthead, .content { font-family: Georgia, 'Iowan Old Style', 'Times New Roman', 'Noto Serif', serif; }
.masthead { padding: 12px 32px 4px; }
.title { font-size: 15px; font-weight: 400; font-style: italic; letter-spacing: 0; }
.title a, .date { color: #66605a; }
.date { font-size: 15px; }
.content { padding: 20px 32px 12px; font-size: 17px; line-height: 1.6; color: #26221e; }
.content h1, .content h2, .content h3, .content h4, .content h5, .content h6 { color: #1b1815; }
.content h1 { font-size: 28px; font-weight: 400; }
.content h2 { font-size: 21px; }
.content a { color: #8a3b12; }
.content blockquote { border-color: #d9c9b8; font-style: italic; color: #57504a; }
.content code, .content .code td { background-color: #f4f1ea; }
.content .button td { background-color: #8a3b12; }
.content .button a { color: #ffffff; }
.footer {
  border-top: 1px solid #e4dfd6;
  font-family: -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  color: #66605a;
}
.view a, .footer a { color: #66605a; }

@media (max-width: 620px) {
  .masthead { padding: 20px 20px 0 !important; }
  .content { padding: 16px 20px 8px !important; font-size: 18px !important; }
}

@media (prefers-color-scheme: dark) {
  body, .page, .sheet { background-color: #191715 !important; }
  .preheader { color: #191715 !important; }
  .content { color: #e9e4dd !important; }
  .title a, .date, .view a, .footer, .footer a { color: #a9a198 !important; }
  .content a { color: #f0a678 !important; }
  .content blockquote { color: #c4bcb2 !important; border-color: #5b5046 !important; }
  .content code, .content .code td { background-color: #27231f !important; }
  .footer { border-color: #3b3631 !important; }
  .content .button td { background-color: #f0a678 !important; }
  .content .button a { color: #191715 !important; }
}

"""###
}
