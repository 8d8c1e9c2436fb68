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
        labels = [
            ('guest_count', doc.env._("Invited")), ('asked_count', doc.env._("Asked")),
            ('reached_count', doc.env._("Reached")), ('registered_count', doc.env._("Registered")),
            ('came_count', doc.env._("Came")), ('declined_count', doc.env._("Do Not Come")),
            ('booked_count', doc.env._("Booked"))]
        return {
            'address': doc.workshop_id._get_print_address(), 'when': doc._say_when(), 'offer': doc._say_offer(),
            'counts': [(label, doc[name]) for name, label in labels],
            'feedback': doc.env['aftersales.campaign.guest'].search(
                [('campaign_id', '=', doc.id), ('feedback', '!=', False)], limit=20)}
