from odoo import models


class AftersalesNotice(models.Model):
    """A message of follow-up that was not sent because its customer refuses was not sent in the figures either (J3)."""
    _inherit = 'aftersales.notice'

    def _send(self):
        super()._send()
        skipped = self.filtered(lambda notice: notice.state == 'skipped' and notice.res_model == 'aftersales.followup')
        # sudo: the state of a step is the system's
        self.env['aftersales.followup'].sudo().browse(skipped.mapped('res_id')).exists()._withhold()
