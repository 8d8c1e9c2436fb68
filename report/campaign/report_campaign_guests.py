from odoo import models

# Who stands on the list at the door.
EXPECTED = ('registered', 'attended', 'absent', 'waiting')


class ReportCampaignGuests(models.AbstractModel):
    """The list at the door: who is expected, with how many, and a place to tick and sign (J5)."""
    _name = 'report.aftersales.report_campaign_guests'
    _inherit = ['aftersales.print.mixin']
    _description = "List of Attendees"

    _print_model = 'aftersales.campaign'

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_pages(self, docs):
        expected = docs.env['aftersales.campaign.guest'].search(
            [('campaign_id', 'in', docs.ids), ('state', 'in', EXPECTED)], order='state, id').grouped('campaign_id')
        pages = super()._prepare_pages(docs)
        for page in pages:
            guests = expected.get(page['doc'], docs.env['aftersales.campaign.guest']).with_env(page['doc'].env)
            coming = guests.filtered(lambda guest: guest.state != 'waiting')
            page |= {
                'guests': coming.sorted(lambda guest: guest.partner_id.name or ''), 'waiting': guests - coming,
                'persons': sum(coming.mapped('persons'))}
        return pages

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address(), 'when': doc._say_when()}
