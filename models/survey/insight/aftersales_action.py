from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of what customers said; the next report tells whether it helped."""
    _inherit = 'aftersales.action'

    bulletin_id = fields.Many2one(
        'aftersales.survey.bulletin', string="Satisfaction Report", index='btree_not_null', ondelete='restrict',
        check_company=True, tracking=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'bulletin_id']
