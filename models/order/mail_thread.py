from odoo import models


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Amounts are mailed to nobody who merely follows a document and sees no prices; who is addressed, reads them."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        message_sudo = message.sudo()  # sudo: whether it may be read is what is asked
        if not message_sudo.aftersales_amounts:
            return recipients
        addressed = set(message_sudo.partner_ids.ids)
        followers = message_sudo.env['res.users'].browse(
            recipient['uid'] for recipient in recipients if recipient['uid'] and recipient['id'] not in addressed)
        blind = followers.filtered(lambda user: user._is_internal() and not user.has_group('aftersales.group_price'))
        return [
            recipient for recipient in recipients if recipient['id'] in addressed or recipient['uid'] not in blind.ids]
