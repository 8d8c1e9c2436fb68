from odoo import api, fields, models

UNITS = [('percent', "Percent"), ('number', "Plain Number"), ('amount', "Amount of Money")]
BETTER = [('more', "More Is Better"), ('less', "Less Is Better")]
MEASURES = [
    ('hand', "Entered by Hand"),
    ('sold', "Sold Hours of Attended Hours"),
    ('efficiency', "Sold Hours of Hours on Jobs"),
    ('comebacks', "Jobs That Came Back"),
    ('rework', "Reworks inside the House"),
    ('marks', "Customers' Marks of the Technician"),
    ('training', "Trainings Attended"),
    ('throughput', "Visits Delivered"),
    ('revenue', "Revenue of a Visit"),
    ('as_promised', "Ready as First Promised"),
    ('csi', "CSI of His Visits"),
    ('complaints', "Complaints of His Visits"),
    ('booked', "Visits by Appointment"),
    ('calls', "Planned Calls Done"),
    ('first_pass', "Claims Taken at First Pass"),
    ('accepted', "Accepted of What Was Claimed"),
    ('sent_after', "Days until a Claim Is Sent"),
    ('declined', "Calls about Declined Work Done"),
    ('reach', "Calls That Reached the Customer"),
    ('call_bookings', "Appointments from His Calls"),
    ('files', "Customer Files Complete in Time"),
    ('passed', "Comebacks of What He Passed"),
    ('site', "6S Score of His Outlet"),
    ('here', "Parts Here at Once"),
    ('in_time', "Parts Here in Time"),
    ('right', "Right Part at Once"),
    ('counted', "Counted as Booked"),
    ('of_record', "Refused for His Record of the Work"),
    ('estimates', "Jobs That Cost as First Told"),
    ('old_parts', "Old Parts past Their Day"),
    ('questions', "Questions Answered in Two Days"),
    ('call_marks', "Customers' Marks of Talks on the Phone"),
    ('check_time', "Checks in Good Time"),
    ('records', "Cause and Correction Written"),
    ('loading', "Hours on Jobs of Hours at Work"),
    ('board', "Work Begun as the Board Said"),
    ('holds', "Waits of More than a Day"),
    ('result', "Margin of the Orders"),
]
SCOPES = [('person', "What the Person Did"), ('outlet', "What His Outlets Did")]
# Of these a part of the records makes the figure: jobs that came back, calls that are done.
SHARES = frozenset({
    'sold', 'efficiency', 'comebacks', 'rework', 'training', 'as_promised', 'complaints', 'booked', 'calls', 'first_pass',
    'declined', 'reach', 'files', 'passed', 'here', 'in_time', 'right', 'counted', 'of_record', 'estimates', 'old_parts',
    'questions', 'check_time', 'records', 'loading', 'board', 'holds'})


class AftersalesAppraisalIndicator(models.Model):
    """What somebody's work is measured by: from the records of the house, or entered by hand (M4)."""
    _name = 'aftersales.appraisal.indicator'
    _description = "Performance Indicator"
    _inherit = ['aftersales.log.mixin']
    _order = 'sequence, id'
    _rec_names_search = ['name', 'code']

    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    code = fields.Char(required=True, max_length=20, copy=False, tracking=True)
    name = fields.Char(required=True, translate=True, max_length=100, tracking=True)
    unit = fields.Selection(UNITS, string="Unit of the Figure", required=True, default='percent', tracking=True)
    better = fields.Selection(BETTER, string="Direction", required=True, default='more', tracking=True)
    measure = fields.Selection(MEASURES, string="Measured By", required=True, default='hand', tracking=True)
    scope = fields.Selection(
        SCOPES, string="Counted Of Whom", required=True, default='person', tracking=True,
        help="What the outlets of a person did is for whoever leads them.")
    formula = fields.Text(string="How It Is Counted", translate=True, max_length=500)

    _one_code = models.UniqueIndex('(code)', "There is an indicator of this code already.")

    @api.model
    def _get_attainment(self, better, actual, target, cap):
        """How much of a target was reached, in percent, at most ``cap``; of what is to be little, the other way round."""
        over, under = (actual, target) if better == 'more' else (target, actual)
        if not under:
            return 100.0 if not over else cap
        return min(max(100.0 * over / under, 0.0), cap)
