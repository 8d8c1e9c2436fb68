from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = 'hr.employee.public'

    # An after-sales manager who is no HR officer reads employees through this model.
    aftersales_availability = fields.Integer(
        related='employee_id.aftersales_availability', groups='aftersales.group_manager')
