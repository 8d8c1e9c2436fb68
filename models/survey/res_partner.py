from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_no_survey = fields.Boolean(
        string="Wants No Surveys", tracking=True, help="The customer is not asked how content he is.")

    def _refuses(self, channel, purpose):
        return (purpose == 'survey' and self.sudo().aftersales_no_survey) or super()._refuses(channel, purpose)

    def _get_refusing_domain(self, channel, purpose):
        refusing = super()._get_refusing_domain(channel, purpose)
        return refusing | Domain('aftersales_no_survey', '=', True) if purpose == 'survey' else refusing

    def _refuses_surveys(self):
        """Whether no way is left on which he could be asked."""
        self.ensure_one()
        return all(self._refuses(channel, 'survey') for channel in ('call', 'sms', 'mail'))
