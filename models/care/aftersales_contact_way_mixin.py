from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesContactWayMixin(models.AbstractModel):
    """A document by which the house speaks to customers of its own accord: on one way after the other, each where it is
    open, and not more often on a day than the company says (J3, J4, J5).

    Notices of a running visit have nothing of it: they inherit ``aftersales.customer.notice.mixin`` alone.
    """
    _name = 'aftersales.contact.way.mixin'
    _inherit = ['aftersales.customer.notice.mixin']
    _description = "Contacts on Several Ways"

    # === WAYS ===#

    def _get_lang(self):
        self.ensure_one()
        return self.partner_id.lang or self.env.lang or 'en_US'

    def _is_way_open(self, way):
        """Whether the customer is reached by ``call``, ``message`` or ``letter``, and does not refuse it for this purpose."""
        self.ensure_one()
        partner, purpose = self.partner_id.with_company(self.company_id), self._get_contact_purpose()
        if way == 'message':
            return bool(self._get_notice_email() or self._get_notice_phone())
        if way == 'letter':
            return bool(partner.street) and not partner._refuses('letter', purpose)
        return bool(partner.phone) and not partner._refuses('call', purpose)

    def _get_next_way(self, ways):
        """Of ``ways``, in their order, the first one after that of the document which is open; None where none is left."""
        left = ways[ways.index(self.channel) + 1:] if self.channel in ways else []
        return next((way for way in left if self._is_way_open(way)), None)

    def _is_notice_due(self, mail_template):
        """Who refused while the message waited is told nothing."""
        return super()._is_notice_due(mail_template) and bool(self._get_notice_channels())

    def _ask_for_call(self, mail_template):
        """Nor is he called instead: calls have their own list."""

    # === SO MANY A DAY ===#

    def _can_wait(self):
        """Hook: whether what is said today is as true tomorrow."""
        return True

    def _take_turns(self):
        """Those whose customers may be written to now: each gets so many messages a day as the company says, in the order
        of the records. What waits is noted among the checks; what cannot wait goes, and counts."""
        waiting = self.browse()
        for company, records in self.grouped('company_id').items():
            most = company.sudo().aftersales_messages_a_day  # sudo: the setting is told to whoever sends
            if not most:
                continue
            counts = records.partner_id._count_messages_of_day(company)
            late = records.browse()
            for record in records:
                if counts[record.partner_id] >= most and record._can_wait():
                    late |= record
                counts[record.partner_id] += record not in late
            late._note_waiting(company, most)
            waiting |= late
        return self - waiting

    def _note_waiting(self, company, most):
        """A row for each, with the moment until which it is not asked again: the end of the company's day."""
        until = company._get_day_start(1)
        for purpose, records in self.grouped(lambda record: record._get_contact_purpose()).items():
            partners = {record: record.partner_id for record in records}
            why = self.env._("Had %(count)s messages today. It waits for another day.", count=most)
            for channel, some in records.grouped(lambda record: record._get_notice_channels()[0]).items():
                self.env['aftersales.contact.check']._note(
                    some, channel, dict.fromkeys(some.partner_id, why), purpose, partners, until)

    @api.model
    def _get_turn_domain(self):
        """Documents that do not wait for another day."""
        waiting = self.env['aftersales.contact.check'].sudo()._search([  # sudo: the log is the system's
            ('res_model', '=', self._name), ('wait_until', '>', fields.Datetime.now())])
        return Domain('id', 'not in', waiting.subselect('res_id'))
