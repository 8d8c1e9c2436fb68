from odoo import fields, models


class AftersalesMaintenancePlanLine(models.Model):
    _inherit = 'aftersales.maintenance.plan.line'

    operation_ids = fields.Many2many(
        'aftersales.operation',
        relation='aftersales_maintenance_plan_line_operation_rel',
        string='Operations',
        help="The service is done when all of these operations have passed on one repair order.",
    )
