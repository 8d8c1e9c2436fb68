from odoo import fields, models


class AftersalesPeopleFact(models.Model):
    """What a locked month of complaints says of a person: a case with share and loss, or what was left of months before.

    Facts for HR (M4; sheet of complaints, 11): nothing is posted and nobody's pay is changed here. Made with the lock of
    the month and kept as it is from then on; read by HR and the manager, as long as their company wants it.
    """
    _name = 'aftersales.people.fact'
    _inherit = ['aftersales.frozen.mixin', 'aftersales.system.values.mixin']
    _description = "Fact for HR"
    _order = 'month desc, employee_id, id'
    _rec_name = 'number'
    _is_born_frozen = True
    _check_company_auto = True

    month_id = fields.Many2one(
        'aftersales.complaint.month', string="Month of Complaints", required=True, readonly=True, index=True,
        ondelete='restrict')
    month = fields.Date(related='month_id.month', store=True, index=True)
    company_id = fields.Many2one(related='month_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(related='month_id.workshop_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    employee_id = fields.Many2one(
        'hr.employee', string="Person", required=True, readonly=True, index=True, ondelete='restrict', check_company=True)
    department_id = fields.Many2one(
        'hr.department', string="Unit", readonly=True, index='btree_not_null', ondelete='restrict')
    complaint_id = fields.Many2one(
        'aftersales.complaint', readonly=True, index='btree_not_null', ondelete='restrict',
        groups='aftersales.group_see_complaint')
    kind = fields.Selection(
        [('case', "Case"), ('carried', "From Earlier Months")], string="What For", required=True, readonly=True, default='case')
    number = fields.Char(string="Case", readonly=True)
    share = fields.Float(string="Share (%)", readonly=True, digits=(5, 2), aggregator=None)
    loss = fields.Monetary(
        readonly=True,
        help="The cost of the case, less what was recovered, by the share; less what earlier months say of the same case.")
    points = fields.Float(string="Base Points", readonly=True, digits=(12, 2), aggregator=None)
    unit_points = fields.Float(string="Points of the Unit", readonly=True, digits=(12, 2), aggregator=None)
    reckoned = fields.Monetary(readonly=True, help="The loss by the points of the unit, times the person's own points.")
    bonus_base = fields.Monetary(string="Bonus Base", readonly=True, aggregator=None)
    deduction = fields.Monetary(
        readonly=True, help="What fits under the limit of the month's bonus. Payroll is elsewhere: nothing is deducted here.")
    rest = fields.Monetary(string="Carried On", readonly=True, help="To the next months.")

    _case_uniq = models.UniqueIndex("(month_id, employee_id, complaint_id)", "This case of the person is there already.")
