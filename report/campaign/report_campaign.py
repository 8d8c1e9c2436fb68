from odoo import models


class ReportCampaign(models.AbstractModel):
    """What a campaign brought, on one page (J5)."""
    _name = 'report.aftersales.report_campaign'
    _inherit = ['aftersales.print.mixin']
    _description = "Report of a Campaign"

    _print_model = 'aftersales.campaign'

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_content(self, doc):
        names = (
            'guest_count', 'asked_count', 'reached_count', 'registered_count', 'came_count', 'declined_count', 'booked_count')
        words = (
            doc.env._("Invited"), doc.env._("Asked"), doc.env._("Reached"), doc.env._("Registered"), doc.env._("Came"),
            doc.env._("Do Not Come"), doc.env._("Booked"))
        return {
            'address': doc.workshop_id._get_print_address(), 'when': doc._say_when(), 'offer': doc._say_offer(),
            'counts': [(word, doc[name]) for name, word in zip(names, words, strict=True)],
            'feedback': doc.env['aftersales.campaign.guest'].search(
                [('campaign_id', '=', doc.id), ('feedback', '!=', False)], limit=20)}
