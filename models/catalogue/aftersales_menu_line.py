from odoo import fields, models


class AftersalesMenuLine(models.Model):
    _name = 'aftersales.menu.line'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Operation of a Service Menu"
    _order = 'menu_id, sequence, id'
    _rec_name = 'operation_id'
    _check_company_auto = True

    menu_id = fields.Many2one('aftersales.menu', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='menu_id.company_id', store=True)
    sequence = fields.Integer(default=10)
    operation_id = fields.Many2one(
        'aftersales.operation', required=True, index=True, ondelete='restrict', check_company=True)
    hours = fields.Float(related='operation_id.hours')

    _operation_unique = models.Constraint(
        'UNIQUE (menu_id, operation_id)',
        "This operation is on the menu already.",
    )
