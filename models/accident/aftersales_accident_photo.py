from odoo import api, fields, models


class AftersalesAccidentPhoto(models.Model):
    """A photo of the damage as it came, of the work, or of the repaired car: insurers ask for all three (E11)."""
    _name = 'aftersales.accident.photo'
    _description = "Photo of an Accident"
    _inherit = ['aftersales.photo.mixin']
    _order = 'accident_id.id desc, id'
    _frozen_with = 'accident_id'
    _most_photos = 30
    _counted_apart = ('stage',)

    accident_id = fields.Many2one('aftersales.accident', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='accident_id.company_id', store=True, index=True, precompute=True)
    stage = fields.Selection(
        [('before', "Before the repair"), ('during', "During the repair"), ('after', "After the repair")],
        required=True, default='before')
    panel_id = fields.Many2one('aftersales.panel', index='btree_not_null', ondelete='restrict')
    name = fields.Char(string="What It Shows", max_length=100)
    taken_date = fields.Datetime(string="Taken On", readonly=True, default=fields.Datetime.now)

    @api.model
    def _get_shown_name(self, document, *apart):
        [stage] = apart
        label = dict(self._fields['stage']._description_selection(self.env))[stage]
        return f'{super()._get_shown_name(document, stage)} ({label})'
