from odoo import models


class MailMail(models.Model):
    """Calendar files hold the customer's links, too: without keys as they are kept, with them in his own mail alone."""

    _inherit = 'mail.mail'

    def _prepare_outgoing_list(self, *args, **kwargs):
        results = super()._prepare_outgoing_list(*args, **kwargs)
        document = self._get_customers_document()
        if document:
            for result in results:
                result['attachments'] = [
                    (name, document._show_keys_in_calendar(content) if name.endswith('.ics') else content, *rest)
                    for name, content, *rest in result.get('attachments') or ()
                ]
        return results

    def _get_customers_document(self):
        """The document of the mail, if it goes to its customer and nobody else."""
        self.ensure_one()
        document = self.model in self.env and self.res_id and self.env[self.model].browse(self.res_id).exists()
        if not document or not hasattr(document, '_show_keys'):
            return None
        partner = document._get_notice_partner()
        if self.recipient_ids:
            return document if self.recipient_ids == partner and not self.email_to else None
        return document if self.email_to and self.email_to == document._get_notice_email() else None
