from odoo import models

from odoo.addons.aftersales.models.campaign.campaign.aftersales_campaign_figures import FIGURES


class ReportCampaign(models.AbstractModel):
    """What a campaign brought, on one page (J5)."""
    _name = 'report.aftersales.report_campaign'
    _inherit = ['aftersales.print.mixin']
    _description = "Report of a Campaign"

    _print_model = 'aftersales.campaign'

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(), 'when': doc._say_when(), 'offer': doc._say_offer(),
            'counts': [(doc._fields[name]._description_string(doc.env), doc[name]) for name in FIGURES],
            'feedback': doc.env['aftersales.campaign.guest'].search(
                [('campaign_id', '=', doc.id), ('feedback', '!=', False)], limit=20)}
