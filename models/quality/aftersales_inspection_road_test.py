from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# A road test that is longer is a slip of the hand.
MOST_ROAD_TEST = 500


class AftersalesInspection(models.Model):
    """The road test, for the classes of work that need one before they pass (F1)."""
    _inherit = 'aftersales.inspection'

    needs_road_test = fields.Boolean(
        string="Road Test Needed", readonly=True, copy=False,
        help="As the class of work asked when the job was finished.")
    road_test_employee_id = fields.Many2one(
        'hr.employee', string="Tester", index='btree_not_null', check_company=True, copy=False)
    road_test_odometer_out = fields.Float(
        string="Odometer before the Test", digits=(12, 0), copy=False, bounds=(None, 9_999_999))
    road_test_odometer_in = fields.Float(
        string="Odometer after the Test", digits=(12, 0), copy=False, bounds=(None, 9_999_999))
    road_test_distance = fields.Float(string="Distance", digits=(12, 0), compute='_compute_road_test_distance')
    road_test_result = fields.Selection(
        [('ok', "OK"), ('fail', "Fail")], string="Result of the Road Test", copy=False)
    road_test_note = fields.Text(string="Findings of the Road Test", copy=False)
    odometer_unit = fields.Selection(related='order_id.odometer_unit')
    waiting_since = fields.Datetime(related='job_id.done_date', string="Waiting Since")
    returned_before = fields.Text(
        compute='_compute_returned_before',
        help="What failed when the job was checked last, and what was to be done about it.")

    _road_test_idx = models.Index("(date, id) WHERE needs_road_test IS TRUE")

    _road_test_forward = models.Constraint(
        'CHECK (road_test_odometer_out >= 0 '
        'AND (road_test_odometer_in = 0 OR road_test_odometer_in >= road_test_odometer_out))',
        "The odometer cannot show less after the road test than before it.",
    )

    @api.depends('road_test_odometer_out', 'road_test_odometer_in')
    def _compute_road_test_distance(self):
        for inspection in self:
            inspection.road_test_distance = max(
                inspection.road_test_odometer_in - inspection.road_test_odometer_out, 0.0)

    @api.depends('job_id.inspection_ids.state')
    @api.depends_context('lang')
    def _compute_returned_before(self):
        """The inspector looks first at what he, or a colleague, sent back."""
        for inspection in self:
            earlier = inspection.job_id.inspection_ids.filtered(
                lambda other, last=inspection._origin.id: other.state == 'fail' and (not last or other.id < last))
            last = earlier.sorted('id')[-1:]
            inspection.returned_before = "\n".join(last._get_return_notes()) if last else False

    @api.constrains('road_test_odometer_out', 'road_test_odometer_in')
    def _check_road_test_odometer(self):
        for inspection in self:
            order = inspection.order_id
            if inspection.road_test_odometer_out and inspection.road_test_odometer_out < order.odometer_in:
                raise UserError(self.env._(
                    "The road test of %(order)s cannot start at %(reading)d: the car came in with %(odometer)d on its "
                    "odometer.",
                    order=order.name, reading=inspection.road_test_odometer_out, odometer=order.odometer_in,
                ))
            if inspection.road_test_odometer_in and inspection.road_test_distance > MOST_ROAD_TEST:
                raise UserError(self.env._(
                    "A road test of %(order)s over %(distance)d is not plausible. Read the odometer again: %(before)d before "
                    "the test, %(after)d after it.",
                    order=order.name, distance=inspection.road_test_distance, before=inspection.road_test_odometer_out,
                    after=inspection.road_test_odometer_in,
                ))

    @api.constrains('road_test_employee_id')
    def _check_tester(self):
        """Who drives holds what the class of work asks for, on the day."""
        for inspection in self.filtered('road_test_employee_id'):
            # sudo: what people may do is weighed for whoever checks, and nothing else of them told
            tester, skill = inspection.road_test_employee_id.sudo(), inspection.job_id.work_class_id.road_test_skill_id
            day = inspection.workshop_id._get_local_day(inspection.date or fields.Datetime.now())
            if skill and not tester._has_skill(skill, day):
                raise UserError(self.env._(
                    "%(tester)s cannot drive the road test of %(order)s: %(skill)s is needed, and valid on %(day)s. Choose "
                    "another tester.",
                    tester=tester.name, order=inspection.order_id.name, skill=skill.name, day=format_date(self.env, day)))

    # === ACTION METHODS ===#

    def action_road_test_ok(self):
        """The logged-in person drove the cars and found nothing wrong."""
        self._check_open()
        for company, inspections in self.grouped('company_id').items():
            # sudo: people may always know their own employee
            employee = self.env.user.sudo().with_company(company).employee_id
            for inspection in inspections:
                inspection.write({
                    'road_test_result': 'ok',
                    'road_test_employee_id': inspection.road_test_employee_id.id or employee.id,
                })

    # === BUSINESS METHODS ===#

    def _check_complete(self):
        super()._check_complete()
        for inspection in self:
            job = inspection.job_id
            if inspection.road_test_result == 'fail':
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s cannot pass, its road test failed. Return it to the technician.",
                    job=job.shown_name, order=job.order_id.name,
                ))
            if inspection.needs_road_test and not inspection._is_road_test_complete():
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s needs a road test before it passes: enter the tester, the odometer before "
                    "and after it, and the result.",
                    job=job.shown_name, order=job.order_id.name,
                ))

    def _is_road_test_complete(self):
        self.ensure_one()
        return bool(
            self.road_test_result and self.road_test_employee_id
            and self.road_test_odometer_in > self.road_test_odometer_out > 0
        )

    def _get_findings(self):
        findings = super()._get_findings()
        if self.road_test_result == 'fail':
            findings.append(self.env._("Road test failed: %(note)s", note=self.road_test_note or self.env._("no note")))
        return findings
