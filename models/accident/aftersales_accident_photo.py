from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Photos of a stage: all sides and each damaged panel, and what a page can carry.
MOST_PHOTOS = 30


class AftersalesAccidentPhoto(models.Model):
    """A photo of the damage as it came, of the work, or of the repaired car: insurers ask for all three (E11)."""
    _name = 'aftersales.accident.photo'
    _description = "Photo of an Accident"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'accident_id.id desc, id'
    _frozen_with = 'accident_id'

    accident_id = fields.Many2one('aftersales.accident', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='accident_id.company_id', store=True, index=True, precompute=True)
    stage = fields.Selection(
        [('before', "Before the repair"), ('during', "During the repair"), ('after', "After the repair")],
        required=True, default='before')
    panel_id = fields.Many2one('aftersales.panel', index='btree_not_null', ondelete='restrict')
    name = fields.Char(string="What It Shows", max_length=100)
    image = fields.Image(required=True, max_width=1600, max_height=1600)
    taken_date = fields.Datetime(string="Taken On", readonly=True, default=fields.Datetime.now)

    # === CONSTRAINT METHODS ===#

    @api.constrains('accident_id', 'stage')
    def _check_number(self):
        labels = dict(self._fields['stage']._description_selection(self.env))
        for accident, stage, count in self.sudo()._read_group(  # sudo: what others have taken counts as well
                [('accident_id', 'in', self.accident_id.ids)], ['accident_id', 'stage'], ['__count']):
            if count > MOST_PHOTOS:
                raise ValidationError(self.env._(
                    "%(accident)s has %(limit)s photos already of: %(stage)s. Remove one that shows nothing more than the "
                    "others.", accident=accident.display_name, limit=MOST_PHOTOS, stage=labels[stage]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('image'):
                raise ValidationError(self.env._("The photo is empty. Take it again."))
        return super().create(vals_list)
