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
            booked = contacts.filtered(lambda contact: contact.result == 'booked')
            pages.append({
                'doc': contacts[0], **terms, 'contacts': contacts, 'address': workshop._get_print_address(),
                'first': contacts[0].contact_day, 'last': contacts[-1].contact_day,
                'told': contacts.env._(
                    "%(count)s contacts, %(reached)s reached, %(booked)s booked", count=len(contacts),
                    reached=sum(contacts.mapped('is_reached')), booked=len(booked))})
        return pages
