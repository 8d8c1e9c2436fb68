from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..parts.aftersales_complaint_solution import MONEY_KINDS, WORD_KINDS, WORD_LETTERS
from .aftersales_complaint_life import HANDLE
from .aftersales_complaint_rights import DECIDED_STATES

BOOKING = 'aftersales.mail_activity_complaint_book'


class AftersalesComplaint(models.Model):
    """Behind each solution stands a document, or a reason why there is none (K3; sheet of complaints, 7)."""
    _inherit = 'aftersales.complaint'

    has_missing_documents = fields.Boolean(
        string="Documents Missing", compute='_compute_has_missing_documents', help="Decided, and not made yet.")
    purchase_ids = fields.One2many('purchase.order', 'aftersales_complaint_id', string="Purchases", readonly=True)
    claim_ids = fields.One2many(
        'aftersales.claim', 'complaint_id', string="Claims", readonly=True, groups='aftersales.group_see_claim')
    # What people see of them is what their rights on them let them see.
    move_ids = fields.One2many(
        'account.move', 'aftersales_complaint_id', string="Credit Notes and Bills", readonly=True,
        groups='account.group_account_readonly,account.group_account_invoice')
    is_invoice_due = fields.Boolean(
        string="Invoice Stays Due", compute='_compute_is_invoice_due', compute_sudo=True,
        help="The complaint is unfounded: its invoice is to be paid on its normal day.")

    @api.depends('state', 'solution_ids.document_state')
    def _compute_has_missing_documents(self):
        for complaint in self:
            complaint.has_missing_documents = complaint._is_decided() and 'missing' in complaint.solution_ids.mapped(
                'document_state')

    @api.depends('state', 'invoice_id.payment_state', 'order_id')
    def _compute_is_invoice_due(self):
        for complaint in self:
            complaint.is_invoice_due = complaint.state == 'unfounded' and any(
                move.payment_state not in ('paid', 'reversed', 'in_payment') for move in complaint._get_disputed_invoices())

    # === CRUD METHODS ===#

    def write(self, vals):
        """Why something has no document is said after the decision, whatever else is saved with it."""
        vals = self._read_inputs(vals)
        commands = vals.get('solution_ids') or ()
        if commands and not self.env.su and all(
                command[0] == Command.UPDATE and command[2].keys() <= {'no_document_reason'} for command in commands):
            for __, line_id, values in commands:
                self.solution_ids.filtered(lambda line, own=line_id: line.id == own).write(values)
            vals = {name: value for name, value in vals.items() if name != 'solution_ids'}
            if not vals.keys() - {'seen_values'}:
                return True
        return super().write(vals)

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_invoice(self):
        return self._get_disputed_invoices().with_env(self.env)._get_aftersales_invoices_action()

    # === BUSINESS METHODS ===#

    def _is_decided(self):
        self.ensure_one()
        return self.state in DECIDED_STATES and bool(self.decided_by_id)

    def _was_decided(self):
        """Decided, and neither taken back nor found unfounded since; also where the case is over."""
        self.ensure_one()
        return self.state in (*DECIDED_STATES, 'closed', 'refused') and bool(self.decided_by_id)

    def _get_told_since_decision(self):
        """What was said or written to the customer of the outcome, the latest first."""
        self.ensure_one()
        return self.letter_ids.filtered(lambda letter: (
            letter.kind in WORD_LETTERS and self.decided_date and letter.date >= self.decided_date))

    def _get_disputed_job(self):
        """The finished job that is complained about; of an order with several only the one that is named."""
        self.ensure_one()
        jobs = (self.job_id or self.order_id.job_ids).filtered(lambda job: job.state == 'passed')
        return jobs if len(jobs) == 1 else jobs.browse()

    def _get_disputed_invoices(self):
        """Posted invoices that the complaint is about: the one it names, else those of its order to the customer."""
        self.ensure_one()
        invoices = self.invoice_id or self._filter_own_invoices(self.order_id._get_invoices())
        return invoices.filtered(lambda move: move.state == 'posted' and move.move_type == 'out_invoice')

    def _filter_own_invoices(self, invoices):
        """Those to the customer who complains."""
        payer = self.partner_id.commercial_partner_id
        return invoices.filtered(lambda move: move.partner_id.commercial_partner_id == payer)

    def _get_disputed_invoice(self):
        """The one invoice of which money goes back: to whom it was sent, and to nobody else."""
        # sudo: which invoice it is; what is made of it asks for the rights of accounting
        invoices = self.sudo()._filter_own_invoices(self.sudo()._get_disputed_invoices())
        return (invoices if len(invoices) == 1 else invoices.browse()).with_env(self.env)

    def _gives_money_back(self):
        """Whether a note or bill of these cases stands, be it a draft."""
        return any(line.kind in MONEY_KINDS and line._get_document()[0] for line in self.solution_ids)

    def _get_returned_lines(self):
        """Lines of orders whose parts came back with the case."""
        # sudo: goods are the store's; what came back is asked by whoever gives money
        return self.sudo().solution_ids.picking_id.filtered(
            lambda picking: picking.state == 'done').move_ids.aftersales_line_id

    def _check_may_excuse(self):
        self._check_role(HANDLE)
        for complaint in self:
            complaint._check_open()
            if not complaint._is_decided():
                raise UserError(self.env._(
                    "%(complaint)s is not decided: why something has no document is written afterwards.",
                    complaint=complaint.display_name))

    def _check_carried_out(self):
        super()._check_carried_out()
        for complaint in self:
            missing = complaint.solution_ids.filtered(lambda line: (
                line.document_state == 'missing' and line.kind not in WORD_KINDS))
            if missing:
                raise UserError(self.env._(
                    "%(complaint)s: %(solutions)s has no document yet. Make it with its button, or write beside it why there "
                    "is none.", complaint=complaint.display_name,
                    solutions=", ".join(dict.fromkeys(line._get_kind_label() for line in missing))))

    def _after_refused(self, source):
        """What was begun for a solution that he does not want is given up: the new case decides anew."""
        super()._after_refused(source)
        for complaint in self:
            dropped, kept = complaint.solution_ids._drop_unfinished()
            # sudo: the case tells of it, whoever notes the refusal
            if dropped:
                complaint.sudo()._message_log(body=self.env._(
                    "Refused, and therefore cancelled: %(documents)s.", documents=", ".join(dropped)))
            if kept:
                complaint.sudo()._message_log(body=self.env._(
                    "Refused; what was done or is being worked on stays: %(documents)s.", documents=", ".join(kept)))

    def _check_investigating(self):
        """What was given is given: a decision is taken back before its documents, or after they are cancelled."""
        super()._check_investigating()
        for complaint in self.filtered(lambda complaint: complaint.state in DECIDED_STATES):
            # sudo: whatever document, whoever takes back
            made = complaint.sudo().solution_ids.filtered(
                lambda line: line.kind not in WORD_KINDS and line.document_state in ('begun', 'done'))
            if made:
                raise UserError(self.env._(
                    "%(complaint)s: cancel first what was made of the decision: %(documents)s.",
                    complaint=complaint.display_name, documents=", ".join(made.mapped('document_name'))))

    # === WHAT ACCOUNTING HEARS ===#

    def _after_approved(self, source):
        super()._after_approved(source)
        tasks = {}
        for complaint in self.sudo():  # sudo: the accountant's task, whoever decides
            if not set(MONEY_KINDS).intersection(complaint.solution_ids.mapped('kind')):
                continue
            user = complaint.company_id._get_claim_accountant()
            if user:
                words = complaint.with_context(lang=user.lang).env
                tasks[complaint] = {'user_id': user.id, 'summary': words._(
                    "Book what was decided: %(complaint)s", complaint=complaint.display_name)}
        self.sudo()._create_tasks(BOOKING, tasks)

    def _settle_booking(self):
        """Accounting's task is done when nothing in money is missing."""
        for complaint in self.sudo():  # sudo: as above
            if not complaint.solution_ids.filtered(lambda line: (
                    line.kind in MONEY_KINDS and line.document_state == 'missing')):
                complaint.activity_unlink([BOOKING])

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target not in DECIDED_STATES:
            self.sudo().activity_unlink([BOOKING])  # sudo: as above

    def _after_unfounded(self, source):
        """Accounting reads at the invoice that it is to be paid as any other."""
        super()._after_unfounded(source)
        for complaint in self.sudo():  # sudo: the invoice's log, whoever finds it unfounded
            for invoice in complaint._get_disputed_invoices():
                invoice._message_log(body=self.env._(
                    "Complaint %(number)s is unfounded: the invoice stays due on %(date)s.", number=complaint.name,
                    date=format_date(self.env, invoice.invoice_date_due or invoice.invoice_date)))
