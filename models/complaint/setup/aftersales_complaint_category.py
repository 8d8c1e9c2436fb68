from odoo import api, fields, models

SEVERITIES = [('general', "General"), ('serious', "Serious"), ('critical', "Critical")]


class AftersalesComplaintCategory(models.Model):
    """What customers complain about, as a tree (K1)."""
    _name = 'aftersales.complaint.category'
    _inherit = ['aftersales.setup.mixin']
    _description = "Category of Complaints"
    _order = 'complete_name'
    _rec_name = 'complete_name'
    _rec_names_search = ['complete_name', 'name', 'parent_id.name']
    _parent_store = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(string="Category", compute='_compute_complete_name', recursive=True, store=True)
    parent_id = fields.Many2one(
        'aftersales.complaint.category', string="Part of", index='btree_not_null', ondelete='restrict',
        domain="[('parent_id', '=', False)]")
    parent_path = fields.Char(index=True)
    nature = fields.Selection(
        [('quality', "Quality"), ('other', "Other than Quality")], required=True, default='quality',
        help="Quality: a part, a repair, a product. Other: behaviour, price, promise, papers, information.")
    severity = fields.Selection(
        SEVERITIES, required=True, default='general', help="What a complaint of this category begins with.")
    department_id = fields.Many2one(
        'hr.department', index='btree_not_null', help="Unit that is asked first what happened.")

    @api.depends('name', 'parent_id.complete_name')
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id.complete_name
            category.complete_name = f'{parent} / {category.name}' if parent else category.name

    @api.depends_context('lang')
    @api.depends('name', 'parent_id.name')
    def _compute_display_name(self):
        for category in self:
            category.display_name = ' / '.join(filter(None, (category.parent_id.name, category.name)))
