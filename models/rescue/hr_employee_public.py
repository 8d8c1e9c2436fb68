from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = 'hr.employee.public'

    # Dispatchers and care are no HR officers: they read employees through this model.
    aftersales_van_location_id = fields.Many2one(
        related='employee_id.aftersales_van_location_id', groups='aftersales.group_dispatch_rescue,hr.group_hr_user')
