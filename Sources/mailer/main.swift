import MailerCLI

await MailerCommand.runMain()
