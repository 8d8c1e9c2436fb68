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
            'counts': [(doc._fields[name]._description_string(doc.env), doc[name]) for name in FIGURES]}

    def _prepare_pages(self, docs):
        said = docs.env['aftersales.campaign.guest'].search(
            [('campaign_id', 'in', docs.ids), ('feedback', '!=', False)]).grouped('campaign_id')
        pages = super()._prepare_pages(docs)
        for page in pages:
            page['feedback'] = said.get(page['doc'], docs.env['aftersales.campaign.guest'])[:20].with_env(page['doc'].env)
        return pages
