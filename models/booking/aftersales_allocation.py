from odoo import fields, models


class AftersalesAllocation(models.Model):
    _inherit = 'aftersales.allocation'

    appointment_id = fields.Many2one(
        'aftersales.appointment', readonly=True, index='btree_not_null', ondelete='cascade')

    def _get_work_name(self):
        return self.appointment_id.display_name or super()._get_work_name()
