from odoo import models


class AftersalesAuthorisation(models.Model):
    _inherit = 'aftersales.authorisation'

    def _get_report_base_filename(self):
        return ' '.join([*self.order_id.mapped('name'), self.env._("Answers")])
