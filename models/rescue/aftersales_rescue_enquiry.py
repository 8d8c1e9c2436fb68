from odoo import api, fields, models


class AftersalesRescue(models.Model):
    """An enquiry that became a rescue is answered by it (B1)."""
    _inherit = 'aftersales.rescue'

    enquiry_id = fields.Many2one(
        'aftersales.enquiry', copy=False, index='btree_not_null', check_company=True, ondelete='set null')

    @api.model_create_multi
    def create(self, vals_list):
        rescues = super().create(vals_list)
        waiting = rescues.enquiry_id.filtered(lambda enquiry: enquiry._is_waiting())
        if waiting:
            waiting._transition('answered')
        return rescues
