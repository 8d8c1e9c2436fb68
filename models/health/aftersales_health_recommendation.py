from odoo import api, fields, models


class AftersalesHealthRecommendation(models.Model):
    """The work that mends an item, per model where models differ."""
    _name = 'aftersales.health.recommendation'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Recommended Work"
    _order = 'item_id, sequence, id'
    _rec_names_search = ['operation_id', 'menu_id']
    _check_company_auto = True

    item_id = fields.Many2one('aftersales.health.item', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='item_id.company_id', store=True)
    sequence = fields.Integer(default=10)
    model_ids = fields.Many2many('fleet.vehicle.model', string="Models", help="Leave it empty for all other models.")
    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', ondelete='cascade', check_company=True)
    menu_id = fields.Many2one('aftersales.menu', index='btree_not_null', ondelete='cascade', check_company=True)

    _one_work = models.Constraint(
        'CHECK ((operation_id IS NULL) != (menu_id IS NULL))',
        "Recommended work is either an operation or a menu. Choose one of them.",
    )

    @api.depends('operation_id', 'menu_id')
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.operation_id.display_name or row.menu_id.display_name
