from math import isfinite

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesFreeIssue(models.Model):
    """Who says yes, what the store gives, and what must be in before the account is settled."""
    _inherit = 'aftersales.free.issue'
    _transitions = {
        'proposed': dict.fromkeys(('approved', 'refused'), 'aftersales.group_approve_free'),
        'approved': {'issued': None, 'refused': 'aftersales.group_approve_free'},
        'issued': {'used': None, 'returned': None},
        'used': {'closed': 'aftersales.group_claims', 'returned': None},
        'closed': {},
        'refused': {'proposed': 'aftersales.group_propose_free'},
        'returned': {},
    }

    # === ACTION METHODS ===#

    def action_approve(self):
        self._transition('approved')

    def action_refuse(self):
        self._transition('refused')

    def action_propose(self):
        """Propose again what was refused."""
        self._transition('proposed')

    def action_use(self):
        """The parts are in the car."""
        self._transition('used')

    def action_return(self):
        """All of it came back unused."""
        self._transition('returned')

    def action_approve_report(self):
        """Somebody who may approve has read the report that the customer signed."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_approve_free'):
            raise AccessError(self.env._("Only those who approve free parts approve the report."))
        for issue in self:
            issue._check_open()
            if not issue.report_date or not issue.report_signatory:
                raise UserError(self.env._(
                    "Enter who signed the report of %(issue)s for the customer, and when.", issue=issue.name))
        # sudo: a stamp of the system
        self.sudo().write({'report_approved_by_id': self.env.uid, 'report_approved_date': fields.Datetime.now()})

    def action_close(self):
        """Report and old parts are in: the account of these parts is settled."""
        self._transition('closed')

    # === GUARDS ===#

    def _check_approved(self):
        Limit = self.env['aftersales.free.issue.limit']
        for issue in self:
            issue.order_id._check_unlocked()
            issue._check_is_free()
            limit = Limit._get_user_limit(issue.company_id)
            if isfinite(limit) and issue.currency_id.compare_amounts(issue.amount, limit) > 0:
                raise UserError(self.env._(
                    "%(issue)s is worth %(amount)s, which is above your limit of %(limit)s. Ask somebody with the role: "
                    "%(roles)s.", issue=issue.name, amount=Limit._describe_limit(issue.amount, issue.currency_id),
                    limit=Limit._describe_limit(limit, issue.currency_id),
                    roles=Limit._get_able_roles(issue.company_id, issue.amount)))

    def _check_is_free(self):
        """Parts of the warranty store are for work that the customer does not pay."""
        for issue in self:
            job = issue.job_id
            if job.service_class not in ('c', 'd') or job._get_principal() == job.order_id.partner_id:
                raise UserError(self.env._(
                    "“%(job)s” of %(order)s is paid as “%(pay_type)s”. Take it as warranty first: the warranty store gives "
                    "parts only for work that the customer does not pay.",
                    job=job.shown_name, order=issue.order_id.name, pay_type=job.pay_type_id.name))

    def _check_refused(self):
        for issue in self:
            if not issue.refused_reason:
                raise UserError(self.env._("Enter why %(issue)s is refused.", issue=issue.name))
            issue._check_nothing_out()

    def _check_proposed(self):
        self.order_id._check_unlocked()

    def _check_nothing_out(self):
        for issue in self:
            out = issue.line_ids.filtered(lambda line: line.qty_issued > 0)
            if out:
                raise UserError(self.env._(
                    "%(issue)s: %(parts)s were issued. Have the parts counter return them first.",
                    issue=issue.name, parts=", ".join(out.product_id.mapped('name'))))

    def _check_issued(self):
        for issue in self:
            waiting = issue.line_ids.filtered(lambda line: line._get_waiting_quantity() > 0)
            if waiting or not any(line.qty_issued > 0 for line in issue.line_ids):
                raise UserError(self.env._(
                    "%(issue)s is issued by its transfer from the warranty store. Not issued yet: %(parts)s.",
                    issue=issue.name, parts=", ".join((waiting or issue.line_ids).product_id.mapped('name'))))

    def _check_used(self):
        for issue in self:
            if issue.job_id.state not in ('done', 'passed'):
                raise UserError(self.env._(
                    "%(issue)s: the work “%(job)s” is not done yet.", issue=issue.name, job=issue.job_id.shown_name))

    def _check_returned(self):
        self._check_nothing_out()

    def _check_closed(self):
        for issue in self:
            missing = issue._get_missing()
            if missing:
                raise UserError(self.env._(
                    "%(issue)s cannot be closed: %(missing)s.", issue=issue.name, missing=", ".join(missing)))

    # === WHAT FOLLOWS ===#

    def _after_approved(self, source):
        issues = self.sudo()  # sudo: stamps and the job's lines are the system's, whoever approves
        issues.write({'approved_by_id': self.env.uid, 'approved_date': fields.Datetime.now(), 'refused_reason': False})
        issues.line_ids._add_to_job()
        issues.order_id._sync_parts()

    def _after_refused(self, source):
        issues = self.sudo()  # sudo: as above
        issues.write({'approved_by_id': False, 'approved_date': False})
        issues.order_id._sync_parts()

    def _after_proposed(self, source):
        self.sudo().order_id._sync_parts()  # sudo: as above

    def _after_issued(self, source):
        issues = self.sudo()  # sudo: as above
        issues.issued_date = fields.Datetime.now()
        issues.line_ids._expect_old_parts()
        issues.filtered(lambda issue: issue.job_id.state in ('done', 'passed'))._transition('used')

    def _after_used(self, source):
        self.sudo().used_date = fields.Datetime.now()  # sudo: as above

    def _after_returned(self, source):
        # sudo: what was never taken out of the car is not waited for
        self.sudo().old_part_ids.filtered(lambda part: not part.handed_in_date).unlink()

    def write(self, vals):
        """What settles it is written with the state: its seal tells of itself, and nothing changes afterwards."""
        self._check_may_write(vals)
        signed = self.filtered('report_approved_date') if {'report_signatory', 'report_date'} & vals.keys() else self.browse()
        if signed:  # sudo: who approved the report has read another one
            super(AftersalesFreeIssue, signed.sudo()).write({'report_approved_by_id': False, 'report_approved_date': False})
        closing = self.filtered(lambda issue: issue.state == 'used') if vals.get('state') == 'closed' else self.browse()
        result = super().write(vals)
        for issue in closing.sudo():  # sudo: seal and stamp are the system's
            super(AftersalesFreeIssue, issue).write({'closed_date': fields.Datetime.now()})
            super(AftersalesFreeIssue, issue).write(issue._prepare_seal_vals())
        return result

    def _check_may_write(self, vals):
        """Who proposes says why and for whom; afterwards that is the affair of those who approve."""
        names = {'cause', 'employee_id', 'refused_reason'} & vals.keys()
        if not names or self.env.su or self.env.user.has_group('aftersales.group_approve_free'):
            return
        for issue in self:
            if issue.state != 'proposed' or 'refused_reason' in names:
                raise AccessError(self.env._(
                    "%(issue)s is %(state)s: cause, person and answer are changed by those who approve free parts.",
                    issue=issue.name, state=issue._get_state_label()))

    # === BUSINESS METHODS: STOCK ===#

    def _follow_stock(self):
        """Parts went out of the warranty store, or came back: the issue follows."""
        for issue in self.sudo():  # sudo: whoever moves the part
            out = any(line.qty_issued > 0 for line in issue.line_ids)
            if issue.state == 'approved' and out and not any(line._get_waiting_quantity() > 0 for line in issue.line_ids):
                issue._transition('issued')
            elif issue.state in ('issued', 'used') and not out:
                issue._transition('returned')
