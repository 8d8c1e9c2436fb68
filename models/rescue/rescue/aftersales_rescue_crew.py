from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .aftersales_rescue import RUNNING_STATES, WAITING_STATES
from .aftersales_rescue_life import DISPATCH

# So many are proposed: who has to ask more of them phones.
MOST_PROPOSED = 10


class AftersalesRescue(models.Model):
    """Who is asked to go, in their order, and who goes: people of the house or a partner (J7)."""
    _inherit = 'aftersales.rescue'

    offer_ids = fields.One2many('aftersales.rescue.offer', 'rescue_id', string="Who Is Asked", copy=False)
    employee_id = fields.Many2one(
        'hr.employee', string="Crew's Leader", readonly=True, copy=False, index='btree_not_null', tracking=True)
    helper_id = fields.Many2one(
        'hr.employee', string="Second Man", copy=False, index='btree_not_null', check_company=True, tracking=True)
    helper_words = fields.Char(string="More People", copy=False)
    crew_partner_id = fields.Many2one(
        'res.partner', string="Rescue Partner", readonly=True, copy=False, index='btree_not_null', tracking=True)
    crew_latitude = fields.Float(digits=(10, 6), bounds=(-90, 90), readonly=True, copy=False)
    crew_longitude = fields.Float(digits=(10, 6), bounds=(-180, 180), readonly=True, copy=False)
    crew_seen_date = fields.Datetime(
        string="Crew's Place Known", readonly=True, copy=False, help="When the crew last let its phone say where it is.")
    crew_phone = fields.Char(string="Crew's Phone", compute='_compute_crew', compute_sudo=True)
    crew_name = fields.Char(string="Crew", compute='_compute_crew', compute_sudo=True)

    # === COMPUTE METHODS ===#

    @api.depends('employee_id', 'crew_partner_id')
    def _compute_crew(self):
        for rescue in self:
            employee, partner = rescue.employee_id, rescue.crew_partner_id
            rescue.crew_name = partner.name or employee.name
            rescue.crew_phone = partner.phone or employee.mobile_phone or employee.work_phone

    # === ACTION METHODS ===#

    def action_propose(self):
        """Fill the list: the outlet's own people who are free, then partners who have the truck, the best first."""
        self._check_may_dispatch()
        for rescue in self:
            rescue._propose()

    def action_ask_next(self):
        """Ask the first of the list who was not asked yet."""
        self._check_may_dispatch()
        for rescue in self:
            rescue._ask_next()

    # === BUSINESS METHODS ===#

    def _check_may_dispatch(self):
        """
        :raises AccessError: for whoever sends nobody
        :raises UserError: when somebody is on the way, or it is over
        """
        self.check_access('write')
        for rescue in self:
            if not self.env.su and not self.env.user.has_group(DISPATCH):
                raise rescue._get_role_error()
            if rescue.state == 'new':
                rescue._check_confirmed()
                rescue._transition('confirmed')
            if rescue.state not in WAITING_STATES:
                raise UserError(self.env._(
                    "%(rescue)s is with %(crew)s, or over. Take it from the crew first.",
                    rescue=rescue.display_name, crew=rescue.crew_name or self.env._("nobody")))

    def _get_role_error(self):
        return AccessError(self.env._(
            "Only these roles send crews: %(role)s.", role=self.env.ref(DISPATCH).sudo().name))

    def _propose(self):
        self.ensure_one()
        self._claim_for_update()
        known = self.offer_ids
        people, partners = self._get_free_people() - known.employee_id, self._get_fit_partners() - known.partner_id
        vals_list = [{'employee_id': employee.id} for employee in people] + [
            {'partner_id': partner.id} for partner in partners]
        if not vals_list and not known.filtered(lambda offer: offer.state == 'planned'):
            raise UserError(self.env._(
                "Nobody is free for %(rescue)s, and no partner has what it needs. Enter whom you find.",
                rescue=self.display_name))
        start = max([*known.mapped('sequence'), 0]) + 1
        self.offer_ids = [
            Command.create({**vals, 'sequence': start + number}) for number, vals in enumerate(vals_list[:MOST_PROPOSED])]

    def _get_free_people(self):
        """The outlet's technicians who work now and are on no other rescue."""
        self.ensure_one()
        if self.truck not in ('none', False):
            return self.env['hr.employee']
        now = fields.Datetime.now()
        # sudo: who is out already is known to whoever dispatches
        busy = self.sudo().search([('state', 'in', RUNNING_STATES), ('employee_id', '!=', False)])
        people = self.workshop_id._get_technicians() - busy.employee_id - busy.helper_id
        day = self.workshop_id._get_local_day(now)
        table = self.workshop_id._get_timetables(day, day, people)[self.workshop_id]
        return people.filtered(lambda employee: any(
            start <= now < stop for start, stop, *__ in table.work.get(employee.id, table.work.get(employee, ()))))

    def _get_fit_partners(self):
        """Partners with a contract of today, the right truck and area; whoever answers best comes first."""
        self.ensure_one()
        return self.env['res.partner']._get_rescue_partners(self)

    def _ask_next(self):
        """:return: the offer that was made, or none"""
        self.ensure_one()
        self._claim_for_update()
        if self.offer_ids.filtered(lambda offer: offer.state == 'asked'):
            raise UserError(self.env._(
                "%(rescue)s: %(crew)s is asked already. Wait for the answer, or note it.", rescue=self.display_name,
                crew=self.offer_ids.filtered(lambda offer: offer.state == 'asked')[:1].crew_name))
        offer = self.offer_ids.filtered(lambda offer: offer.state == 'planned').sorted('sequence')[:1]
        if not offer:
            raise UserError(self.env._(
                "%(rescue)s: nobody is left to ask. Propose or enter somebody.", rescue=self.display_name))
        offer.sudo()._ask()  # sudo: what was asked and answered is the system's
        if self.state != 'offered':
            self._transition('offered')
        return offer

    def _ask_next_or_give_up(self):
        """After a refusal or silence: the next one is asked; where nobody is left, it is said aloud."""
        for rescue in self.sudo():  # sudo: the system goes on by itself
            if rescue.state != 'offered' or rescue.offer_ids.filtered(lambda offer: offer.state in ('asked', 'accepted')):
                continue
            if rescue.offer_ids.filtered(lambda offer: offer.state == 'planned'):
                rescue._ask_next()
            else:
                rescue._transition('refused')

    def _take_crew(self, offer):
        """Who accepted goes."""
        self.ensure_one()
        self.sudo().write({  # sudo: who is sent is the system's
            'employee_id': offer.employee_id.id, 'crew_partner_id': offer.partner_id.id, 'state': 'accepted'})

    def _after_accepted(self, source):
        self._tell_customer('accepted')

    def _release_crew(self):
        self.sudo().write({'employee_id': False, 'crew_partner_id': False})
