// Made by ops/lib/embed.py from templates/digest/newsletter.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let digestNewsletterHtml = ###"""
<!DOCTYPE html>
<html lang="{{language}}" dir="{{direction}}" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
<title>{{subject}}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>table { border-collapse: collapse; mso-table-lspace: 0pt; mso-table-rspace: 0pt; } td, th, p, li, a, h1, h2, h3, h4 { font-family: Arial, sans-serif !important; }</style><![endif]-->
</head>
<body>
{{#preheader}}
<div class="preheader">{{preheader}} &zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;</div>
{{/preheader}}
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr>
<td class="gutter" align="center">
{{#view_url}}
<p class="view personal"><a href="{{view_url}}">View in browser</a></p>
{{/view_url}}
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table class="sheet" role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" dir="{{direction}}" lang="{{language}}">
<tr>
<td class="masthead">
<p class="title"><a href="{{base_url}}">{{newsletter}}</a></p>
{{#date}}
<p class="date">{{date}}</p>
{{/date}}
</td>
</tr>
<tr>
<td class="content">
{{{content}}}
</td>
</tr>
<tr>
<td class="footer">
<p class="personal">You get {{newsletter}} at {{email}} because this address is subscribed to it.</p>
<p class="personal"><a href="{{unsubscribe_url}}">Unsubscribe</a>{{#help_url}} &nbsp;·&nbsp; <a href="{{help_url}}">Help</a>{{/help_url}}</p>
{{#postal_address}}
<p>{{#organisation}}{{organisation}}, {{/organisation}}{{postal_address}}</p>
{{/postal_address}}
</td>
</tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td>
</tr>
</table>
</body>
</html>

"""###
}
