from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesInspection(models.Model):
    """Final check of a finished job by an inspector who didn't work on it (F1).

    Finishing a job opens its inspection. Passing or returning the job closes it, so the job's state is the only
    truth and there is no other way to close an inspection.
    """
    _name = 'aftersales.inspection'
    _description = "Inspection"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin',
        'aftersales.read.together.mixin',
    ]
    _order = 'id desc'
    _rec_name = 'job_id'
    _check_company_auto = True
    _read_with = frozenset({'job_id'})
    _transitions = {'draft': {'pass': None, 'fail': None}, 'pass': {}, 'fail': {}}
    _guarded_by_model = frozenset({'state', 'job_id', 'template_id', 'user_id', 'inspector_id', 'date'})

    job_id = fields.Many2one(
        'aftersales.job', required=True, readonly=True, index=True, ondelete='cascade', check_company=True)
    order_id = fields.Many2one(related='job_id.order_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='job_id.workshop_id', string="Outlet", store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='job_id.vehicle_id')
    license_plate = fields.Char(related='job_id.license_plate')
    technician_id = fields.Many2one(related='job_id.technician_id')
    promise_date = fields.Datetime(related='job_id.promise_date')
    concern = fields.Text(related='job_id.concern')
    cause = fields.Text(related='job_id.cause')
    correction = fields.Text(related='job_id.correction')
    rework_count = fields.Integer(related='job_id.rework_count')
    template_id = fields.Many2one(
        'aftersales.inspection.template', string="Checklist", readonly=True, index='btree_not_null',
        ondelete='restrict')
    state = fields.Selection(
        [('draft', "To Check"), ('pass', "Passed"), ('fail', "Returned")],
        required=True, readonly=True, default='draft', index=True, copy=False, tracking=True)
    user_id = fields.Many2one('res.users', string="Checked By", readonly=True, index='btree_not_null', copy=False)
    inspector_id = fields.Many2one('hr.employee', readonly=True, index='btree_not_null', copy=False)
    date = fields.Datetime(string="Checked On", readonly=True, copy=False)
    line_ids = fields.One2many('aftersales.inspection.line', 'inspection_id', string="Items")
    open_count = fields.Integer(string="Items Left", compute='_compute_counts')
    fail_count = fields.Integer(string="Items Failed", compute='_compute_counts')
    note = fields.Text(help="What was found; the technician reads it when the job comes back.")
    todo = fields.Text(string="What to Do", copy=False, help="The technician reads it first when the job comes back.")

    _one_open = models.UniqueIndex(
        "(job_id) WHERE state = 'draft'",
        "This job's inspection is open already.",
    )
    _date_idx = models.Index("(date, id)")

    @api.depends('line_ids.result')
    def _compute_counts(self):
        for inspection in self:
            results = inspection.line_ids.mapped('result')
            inspection.open_count = results.count(False)
            inspection.fail_count = results.count('fail')

    @api.depends('job_id', 'order_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for inspection in self:
            inspection.display_name = f"{inspection.order_id.name} · {inspection.job_id.display_name}"

    # === CRUD METHODS ===#

    def write(self, vals):
        if not self.env.su and {'state', 'job_id', 'template_id', 'user_id', 'inspector_id', 'date'} & vals.keys():
            raise UserError(self.env._("An inspection is closed by its buttons “Pass” and “Return”, not by writing it."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_all_ok(self):
        """Answer what is still open with “OK”."""
        self._check_open()
        self.line_ids.filtered(lambda line: not line.result).write({'result': 'ok'})

    def action_pass(self):
        self._check_open()
        self.job_id._transition('passed')

    def action_return(self):
        """Ask what failed and what is to be done, before the job goes back."""
        self.ensure_one()
        self.check_access('write')
        self._check_open()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Return to the Technician"),
            'res_model': 'aftersales.return.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_inspection_id': self.id},
        }

    def action_fail(self):
        """Return the jobs to the technician as rework."""
        self._check_open()
        for inspection in self:
            if not inspection._get_findings():
                raise UserError(self.env._(
                    "Say what is wrong with job %(job)s before returning it: mark the failed items or write a note.",
                    job=inspection.job_id.shown_name,
                ))
            if not (inspection.todo or '').strip():
                raise UserError(self.env._(
                    "Say what the technician is to do about job %(job)s before returning it.",
                    job=inspection.job_id.shown_name))
        self.job_id._transition('todo')

    def action_view_job(self):
        self.ensure_one()
        return self.job_id.action_open()

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        """Since the job was passed or returned."""
        return self.state != 'draft'

    def _get_frozen_message(self):
        return self.env._(
            "The inspection of job %(job)s is closed already: %(state)s by %(user)s. Reload the page.",
            job=self.job_id.shown_name, state=self._get_state_label(), user=self.user_id.name,
        )

    def _check_complete(self):
        """What must be answered before the job passes."""
        for inspection in self:
            if inspection.fail_count:
                failed = inspection.line_ids.filtered(lambda line: line.result == 'fail')
                raise UserError(self.env._(
                    "Job %(job)s cannot pass, these items failed: %(items)s. Return it to the technician.",
                    job=inspection.job_id.shown_name, items=', '.join(failed.mapped('name')),
                ))
            if inspection.open_count:
                raise UserError(self.env._(
                    "Job %(job)s cannot pass yet: %(count)s items of its checklist are not answered.",
                    job=inspection.job_id.shown_name, count=inspection.open_count,
                ))

    def _close(self, state):
        """Record the verdict of the logged-in inspector."""
        for company, inspections in self.grouped('company_id').items():
            # sudo: nobody writes a verdict but this method
            inspections.sudo().write({
                'state': state,
                'user_id': self.env.uid,
                'inspector_id': self.env.user.with_company(company).employee_id.id,
                'date': fields.Datetime.now(),
            })
        # The job may come back and open the next inspection before this one is written.
        self.flush_recordset(['state'])

    def _get_return_note(self):
        """Who returned the job, why, and what is to be done, in the words of the reader."""
        return " ".join(self._get_return_notes())

    def _get_return_notes(self):
        self.ensure_one()
        notes = [self.env._(
            "Returned by %(inspector)s: %(findings)s",
            inspector=(self.user_id or self.env.user).name,
            findings='; '.join(self._get_findings()) or self.env._("no reason given"),
        )]
        return [*notes, self.env._("To do: %(todo)s", todo=self.todo)] if self.todo else notes

    def _get_findings(self):
        """Failed items and note, one a line."""
        self.ensure_one()
        failed = self.line_ids.filtered(lambda line: line.result == 'fail')
        return [line.note and f"{line.name}: {line.note}" or line.name for line in failed] + (
            [self.note] if self.note else [])
