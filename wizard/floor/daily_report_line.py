from odoo import fields, models


class AftersalesDailyReportLine(models.TransientModel):
    _name = 'aftersales.daily.report.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Time Report Line"

    report_id = fields.Many2one('aftersales.daily.report', required=True, index=True, ondelete='cascade')
    employee_id = fields.Many2one('hr.employee', string="Technician")
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet")
    supervisor_id = fields.Many2one('res.users')
    shift_hours = fields.Float(string="Shift")
    a = fields.Float(string="A", help="Hours on jobs of class A · Paid")
    b = fields.Float(string="B", help="Hours on jobs of class B · Contract")
    c = fields.Float(string="C", help="Hours on jobs of class C · Free")
    d = fields.Float(
        string="D", help="Hours on jobs of class D · Internal, and without a car: training, care of tools, parts work, checks")
    job_hours = fields.Float(string="Worked", help="Hours of class A to D")
    idle_hours = fields.Float(string="Idle")
    gap_hours = fields.Float(string="Not Clocked")
    utilisation = fields.Float(string="Used (%)", help="Hours worked (A to D) in percent of the shift.", digits=(5, 1))
