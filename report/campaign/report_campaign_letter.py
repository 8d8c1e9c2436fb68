from odoo import models


class ReportCampaignLetter(models.AbstractModel):
    """The invitation on paper, for the window of an envelope, in the customer's language (J5)."""
    _name = 'report.aftersales.report_campaign_letter'
    _inherit = ['aftersales.print.mixin']
    _description = "Invitation"

    _print_model = 'aftersales.campaign.guest'

    def _get_print_lang(self, doc):
        return doc._get_lang()

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        campaign = doc.campaign_id
        return {
            'campaign': campaign, 'address': campaign.workshop_id._get_print_address(),
            'customer_address': doc.partner_id._display_address(without_company=True),
            'when': campaign._say_when(), 'offer': campaign._say_offer()}
