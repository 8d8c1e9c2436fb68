from odoo import models


class AftersalesCustomerNoticeMixin(models.AbstractModel):
    """Whatever a customer is told, he is asked by one predicate whether he wants it on this way (J3)."""
    _inherit = 'aftersales.customer.notice.mixin'

    def _get_contact_purpose(self):
        """Hook: what the document's messages are for: service, marketing or survey."""
        return 'service'

    def _get_notice_email(self):
        if self._refuses_notice('mail'):
            return ''
        return super()._get_notice_email()

    def _get_notice_phone(self):
        if self._refuses_notice('sms'):
            return ''
        return super()._get_notice_phone()

    def _refuses_notice(self, channel):
        """As the document's own company asks, whichever the system works for just now."""
        partner = self._get_notice_partner().with_company(self.company_id)
        return bool(partner) and partner._refuses(channel, self._get_contact_purpose())

    def _notify_customer(self, mail_template, sms_template):
        self._note_contact_checks()
        return super()._notify_customer(mail_template, sms_template)

    def _note_contact_checks(self):
        """A row for each way on which somebody could be told, whether he wants it or not; a few queries for all."""
        partners = {record: record._get_notice_partner() for record in self}
        for purpose, records in self.grouped(lambda record: record._get_contact_purpose()).items():
            for channel, name in (('mail', 'email'), ('sms', 'phone')):
                told = records.filtered(lambda record, name=name: partners[record][name])
                customers = self.env['res.partner'].union(*(partners[record] for record in told))
                obstacles = customers._get_contact_obstacles(channel, purpose)
                self.env['aftersales.contact.check']._note(told, channel, obstacles, purpose, partners)
