// Made by ops/lib/embed.py from templates/announcement/newsletter.css: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let announcementNewsletterCss = ###"""
/* An announcement: one thing, said large, and what to do about it. */
body, .page { background-color: #eef0f6; }
.preheader { color: #eef0f6; }
.gutter { padding: 28px 12px 40px; }
.sheet { border-radius: 12px; }
.masthead { padding: 26px 40px 0; text-align: center; }
.title { font-size: 15px; letter-spacing: 0.3px; }
.title a { color: #4a3aa8; }
.content { padding: 36px 32px 24px; font-size: 17px; line-height: 1.6; }
.content .date { margin: 0 0 10px; text-align: center; }
.content h1 { margin: 0 0 22px; font-size: 36px; line-height: 1.15; letter-spacing: -0.8px; text-align: center; }
.content h2 { margin: 36px 0 12px; font-size: 23px; }
.content a { color: #4a3aa8; }
.content .button { margin: 10px auto 30px; }
.content .button td { border-radius: 28px; background-color: #4a3aa8; mso-padding-alt: 15px 34px; }
.content .button a { padding: 15px 34px; border-radius: 28px; color: #ffffff; font-size: 18px; }
.content .column .button { margin: 6px 0 18px; }
.content .column .button td { mso-padding-alt: 10px 20px; }
.content .column .button a { padding: 10px 20px; font-size: 16px; }
.footer { padding: 22px 32px 30px; border-top: 1px solid #e3e5ee; text-align: center; }
[dir="rtl"] .masthead, [dir="rtl"] .footer { text-align: center; }

@media (max-width: 620px) {
  .masthead { padding: 22px 20px 0 !important; }
  .content { padding: 28px 20px 14px !important; }
  .content h1 { font-size: 30px !important; }
  .sheet { border-radius: 0 !important; }
}

@media (prefers-color-scheme: dark) {
  body, .page { background-color: #0f1018 !important; }
  .preheader { color: #0f1018 !important; }
  .sheet { background-color: #1a1b26 !important; }
  .title a, .content a { color: #b9b0ff !important; }
  .footer { border-color: #343648 !important; }
  .content .button td { background-color: #b9b0ff !important; }
  .content .button a { color: #14121f !important; }
}

"""###
}
