import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AftersalesProblem(models.Model):
    """A fault that several companies of a group repaired on one car is one fault of the car.

    The law counts what was repaired on the car, whichever of the repairers did it (Order 43, art. 24), and the rights
    follow the car (art. 30). Each company keeps a problem of its own; those about one fault carry the same mark, which
    the system alone reads. Who sees one company is told how often the fault was repaired elsewhere, and nothing else.
    """
    _inherit = 'aftersales.problem'

    fault_key = fields.Char(
        readonly=True, copy=False, index='btree_not_null', groups=fields.NO_ACCESS,
        help="The same for problems of several companies about one fault of a car. Empty: no other company's.")
    is_fault_checked = fields.Boolean(
        string="Same Fault Checked", readonly=True, copy=False,
        help="A person said whether another company repaired the same fault: the system leaves it as it is.")
    same_fault_id = fields.Many2one(
        'aftersales.problem', string="Same Fault As", compute='_compute_same_fault_id', inverse='_inverse_same_fault_id',
        domain="[('vehicle_id', '=', vehicle_id), ('company_id', '!=', company_id)]",
        help="The problem of another company about the same fault of the car: the law counts both together.")
    elsewhere_count = fields.Integer(
        string="Visits to Other Companies", compute='_compute_elsewhere_count',
        help="How often other companies of the group repaired this fault. The law counts these visits, too.")

    # === COMPUTE METHODS ===#

    @api.depends('fault_key', 'company_id')
    @api.depends_context('allowed_company_ids')
    def _compute_same_fault_id(self):
        same = self._get_same_faults()
        for problem in self:
            seen = (same[problem] - problem._origin).filtered(
                lambda other, problem=problem: other.company_id in self.env.companies - problem.company_id)
            problem.same_fault_id = seen.sorted('id')[:1].id

    def _inverse_same_fault_id(self):
        for problem in self:
            problem._join_fault(problem.same_fault_id)

    @api.depends('fault_key', 'job_ids')
    def _compute_elsewhere_count(self):
        same = self._get_same_faults()
        for problem in self:
            others = same[problem].filtered(lambda other, problem=problem: other.company_id != problem.company_id)
            problem.elsewhere_count = sum(others.mapped('visit_count'))

    # === CRUD METHODS ===#

    def write(self, vals):
        """What is about another car, or of another company, is not the fault it was."""
        names = {'vehicle_id', 'company_id'} & vals.keys()
        moved = self.filtered(lambda problem: any(problem[name].id != vals[name] for name in names))
        result = super().write(vals)
        moved.sudo().filtered('fault_key').fault_key = False  # sudo: the mark is the system's
        return result

    # === ACTION METHODS ===#

    def action_part_fault(self):
        """What another company repaired was another fault."""
        self.check_access('write')
        for problem in self:
            if not problem.sudo().fault_key:  # sudo: the mark is the system's
                raise UserError(self.env._(
                    "%(problem)s is not counted together with repairs of another company.", problem=problem.display_name))
            problem._join_fault(self.browse())

    # === BUSINESS METHODS ===#

    def _get_fault_key(self):
        """What the law counts together has the same key."""
        self.ensure_one()
        return self.fault_key or str(self.id)

    def _get_same_faults(self):
        """:return: dict of problem: the problems of all companies about its fault, itself included, as the system"""
        known = self.sudo()  # sudo: what is told of other companies is for the callers to say
        keys = [key for key in known.mapped('fault_key') if key]
        linked = known.search([('fault_key', 'in', keys)]).grouped('fault_key') if keys else {}
        return {
            problem: linked.get(problem.sudo().fault_key, known.browse()) | problem.sudo()._origin for problem in self}

    def _join_fault(self, other):
        """A person says that ``other``, of another company, is about the same fault; none: that no other is."""
        self.ensure_one()
        self.check_access('write')
        other.check_access('read')
        if other and (other.vehicle_id != self.vehicle_id or other.company_id == self.company_id):
            raise ValidationError(self.env._(
                "%(problem)s: choose a problem of the same car in another company.", problem=self.display_name))
        problem, other = self.sudo(), other.sudo()  # sudo: the mark is the system's, also on another company's problem
        before = problem._get_same_faults()[problem] - problem
        if other and other in before:
            return
        problem.write({'fault_key': False, 'is_fault_checked': True})
        if other:
            problem._share_fault(other)
        author = self.env.user.partner_id.id
        for known in before - other:
            known._message_log(body=self.env._("A problem of another company is not counted with this one any more."))
        problem._message_log(author_id=author, body=(
            self.env._("Counted together with a problem of another company from now on.") if other
            else self.env._("Not counted together with a problem of another company any more.")))
        if other:
            other._message_log(body=self.env._("Counted together with a problem of another company from now on."))
        problem.vehicle_id._look_at_statutes()

    def _share_fault(self, other):
        """Both are one fault from now on, with all that one of them was counted with."""
        self.ensure_one()
        key = other.fault_key or uuid.uuid4().hex
        (self | other).fault_key = key
