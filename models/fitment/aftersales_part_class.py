from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesPartClass(models.Model):
    """H1: what kind of part it is, as the store sorts and counts them; a tree that every house makes its own."""
    _name = 'aftersales.part.class'
    _inherit = ['aftersales.setup.mixin']
    _description = "Part Class"
    _order = 'sequence, id'
    _rec_names_search = ['name', 'parent_id.name']
    _parent_store = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        'aftersales.part.class', string="Part of", index='btree_not_null', ondelete='restrict')
    parent_path = fields.Char(index=True)

    @api.depends_context('lang')
    @api.depends('name', 'parent_path')
    def _compute_display_name(self):
        for each in self:
            path = self.browse([int(part) for part in (each.parent_path or '').split('/') if part]) or each
            each.display_name = ' / '.join(step.name or '' for step in path)

    @api.constrains('parent_id')
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A class cannot be part of itself. Choose another class as its parent."))
