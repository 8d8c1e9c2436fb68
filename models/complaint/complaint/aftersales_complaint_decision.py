from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What is given in words only.
FREE_KINDS = ('apology', 'explanation')


class AftersalesComplaint(models.Model):
    """What the customer is offered, and who decides it: by role, amount and kind, never who is responsible (K3)."""
    _inherit = 'aftersales.complaint'

    solution_ids = fields.One2many('aftersales.complaint.solution', 'complaint_id', string="Solution", copy=False)
    amount_solution = fields.Monetary(
        string="Cost of the Solution", compute='_compute_amount_solution', store=True, groups='aftersales.group_price')
    offer_text = fields.Text(
        string="Promise to the Customer", copy=False, tracking=True,
        help="In words for the customer: it stands in the letter. Neither causes nor people nor costs belong here.")
    bearer = fields.Selection(
        [('us', "We"), ('supplier', "Supplier"), ('maker', "Maker"), ('insurer', "Insurer"), ('customer', "Customer")],
        string="Who Bears the Cost", default='us', tracking=True)
    decided_by_id = fields.Many2one('res.users', string="Decided By", readonly=True, copy=False, tracking=True)
    decided_date = fields.Datetime(string="Decided On", readonly=True, copy=False)
    decided_level = fields.Char(string="Decided As", readonly=True, copy=False)
    may_approve = fields.Boolean(compute='_compute_may_approve')

    @api.depends('solution_ids.amount')
    def _compute_amount_solution(self):
        for complaint in self:
            complaint.amount_solution = sum(complaint.solution_ids.mapped('amount'))

    @api.depends_context('uid')
    @api.depends(
        'state', 'solution_ids.amount', 'solution_ids.kind', 'solution_ids.product_id', 'solution_ids.quantity',
        'party_ids.employee_id')
    def _compute_may_approve(self):
        waiting = self.filtered(lambda complaint: complaint.state == 'proposed')
        able = waiting._get_able(self.env.user)
        for complaint in self:
            complaint.may_approve = complaint in able

    # === ACTION METHODS ===#

    def action_propose(self):
        """What was found out and what the customer is offered go to whoever decides."""
        self._transition('proposed')

    def action_approve(self):
        self._transition('approved')

    def action_back(self):
        """Not decided: it has to be looked at again."""
        self._transition('investigating')

    # === BUSINESS METHODS ===#

    def _get_amounts(self):
        """:return: dict of kind of solution: amount"""
        self.ensure_one()
        amounts = {}
        # sudo: limits are asked whoever sees no prices
        for line in self.sudo().solution_ids:
            amounts[line.kind] = amounts.get(line.kind, 0.0) + line._get_worth()
        return amounts

    def _get_able(self, user):
        """Those of the complaints that ``user`` may decide; constant queries for one company."""
        Limit, able = self.env['aftersales.complaint.limit'], self.browse()
        for company, complaints in self.grouped('company_id').items():
            limits = Limit._get_limits(company)
            able |= self.browse([
                complaint.id for complaint in complaints if user not in complaint._get_responsible_users()
                and Limit._may_decide(user, limits, complaint._get_amounts())])
        return able

    def _check_solution(self):
        for complaint in self:
            if not complaint.solution_ids:
                raise UserError(self.env._(
                    "%(complaint)s: enter what the customer is offered, be it an explanation only.",
                    complaint=complaint.display_name))
            if not (complaint.offer_text or '').strip():
                raise UserError(self.env._(
                    "%(complaint)s: write what the customer is promised, in words for him.",
                    complaint=complaint.display_name))

    def _check_approved(self):
        able = self._get_able(self.env.user)
        for complaint in self - able:
            if self.env.user in complaint._get_responsible_users():
                raise AccessError(self.env._(
                    "%(complaint)s: you are among those responsible. Somebody else decides it.",
                    complaint=complaint.display_name))
            raise AccessError(self.env._(
                "%(complaint)s goes beyond your limit of %(limit)s. It waits for %(supervisor)s, who was told.",
                complaint=complaint.display_name, supervisor=complaint._get_supervisor().name or '–',
                limit=self.env['aftersales.complaint.limit']._describe_limit(self.env.user, complaint.company_id)))
        self._check_solution()
        self._check_shares()
        self._check_costs()

    def _check_costs(self):
        """A limit counts what is entered: what costs something has its amount before it is decided."""
        for complaint in self:
            # sudo: limits are asked whoever sees no prices
            blank = complaint.sudo().solution_ids.filtered(lambda line: line.kind not in FREE_KINDS and not line.amount)
            if blank:
                labels = self._get_solution_labels()
                raise UserError(self.env._(
                    "%(complaint)s: enter what each solution costs before it is decided. Missing: %(solutions)s.",
                    complaint=complaint.display_name,
                    solutions=", ".join(labels[kind] for kind in dict.fromkeys(blank.mapped('kind')))))

    def _after_approved(self, source):
        level = self.env.user.sudo().all_group_ids.filtered(  # sudo: the words of his own roles
            lambda group: group.privilege_id == self.env.ref('aftersales.privilege_aftersales')).sorted('sequence')[-1:]
        self.sudo().write({  # sudo: stamps are the system's
            'decided_by_id': self.env.uid, 'decided_date': fields.Datetime.now(), 'decided_level': level.name})

    def _forget_decision(self):
        self.sudo().write({'decided_by_id': False, 'decided_date': False, 'decided_level': False})  # sudo: as above
