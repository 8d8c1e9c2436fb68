from odoo import models


class ReportContacts(models.AbstractModel):
    """The register on paper: the contacts that were chosen, an outlet after the other, in order of time (J3)."""
    _name = 'report.aftersales.report_contacts'
    _inherit = ['aftersales.print.mixin']
    _description = "Register of Calls and Letters"

    _print_model = 'aftersales.followup.contact'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        pages = []
        for workshop, contacts in docs.sorted(lambda contact: (contact.workshop_id.id, contact.date, contact.id)).grouped(
                'workshop_id').items():
            terms = self._get_print_terms(contacts[0])
            contacts = contacts.with_context(**terms)
            pages.append({
                'doc': contacts[0], **terms, 'contacts': contacts, 'address': workshop._get_print_address(),
                'first': contacts[0].contact_day, 'last': contacts[-1].contact_day, 'told': self._count(contacts)})
        return pages

    def _count(self, contacts):
        """What stands above the rows."""
        booked = contacts.filtered(lambda contact: contact.result == 'booked')
        return contacts.env._(
            "%(count)s contacts, %(reached)s reached, %(booked)s booked", count=len(contacts),
            reached=sum(contacts.mapped('is_reached')), booked=len(booked))


class ReportLetters(models.AbstractModel):
    """Letters and messages that were sent (跟踪服务信函登记表)."""
    _name = 'report.aftersales.report_letters'
    _inherit = ['report.aftersales.report_contacts']
    _description = "Register of Letters"

    def _count(self, contacts):
        returned = contacts.filtered(lambda contact: contact.outcome == 'returned')
        return contacts.env._(
            "%(count)s letters and messages, %(returned)s came back", count=len(contacts), returned=len(returned))


class ReportIncoming(models.AbstractModel):
    """Calls and letters that came in, in order of arrival, and how they were answered (来电来函处理记录)."""
    _name = 'report.aftersales.report_incoming'
    _inherit = ['report.aftersales.report_contacts']
    _description = "Calls and Letters That Came In"

    def _count(self, contacts):
        waiting = contacts.filtered(lambda contact: not contact.is_answered and not contact.answered_date)
        return contacts.env._(
            "%(count)s came in, %(open)s not answered yet", count=len(contacts), open=len(waiting))
