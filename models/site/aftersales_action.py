from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is put right because of a 6S check."""
    _inherit = 'aftersales.action'

    site_check_id = fields.Many2one(
        'aftersales.site.check', string="6S Check", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'site_check_id']
