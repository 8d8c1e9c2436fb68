from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What a crisis may follow from; whatever of it changes is looked at again.
WATCHED = {
    'kind', 'product_id', 'recall_id', 'job_id', 'party_ids', 'partner_id', 'is_injured', 'is_press', 'channel', 'company_id'}
# By their field, or by what is said of one case alone.
SHARED = {'part': 'product_id', 'campaign': 'recall_id', 'customer': 'partner_id'}


class AftersalesComplaint(models.Model):
    """When complaints are a crisis: looked at when one is received, and when what it is about changes (K2)."""
    _inherit = 'aftersales.complaint'

    is_injured = fields.Boolean(string="Somebody Was Hurt", tracking=True)
    is_press = fields.Boolean(string="Press or Social Media", tracking=True, help="The press has it, or asks about it.")
    recall_id = fields.Many2one(
        'aftersales.recall', string="Recall or Campaign", index='btree_not_null', ondelete='restrict',
        check_company=True, tracking=True)
    crisis_id = fields.Many2one(
        'aftersales.crisis', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', tracking=True)
    crisis_speakers = fields.Char(string="Who Speaks", compute='_compute_crisis_speakers')

    @api.depends('crisis_id.spokesman_id', 'crisis_id.speaker_ids', 'crisis_id.state')
    def _compute_crisis_speakers(self):
        for complaint in self:
            crisis = complaint.crisis_id
            complaint.crisis_speakers = ", ".join(crisis._get_speakers().mapped('name')) if crisis.state == 'open' else False

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._watch_for_crisis()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if WATCHED & vals.keys():
            self._watch_for_crisis()
        return result

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_crisis(self):
        return self._get_form_action(self.crisis_id)

    def action_call_crisis(self):
        """A manager sees more in it than the numbers do."""
        self.ensure_one()
        self.check_access('write')
        self._check_role('aftersales.group_manager')
        if self.crisis_id.state == 'open':
            return self._get_form_action(self.crisis_id)
        if not self.is_open:
            raise UserError(self.env._("%(complaint)s is over.", complaint=self.display_name))
        return self._get_form_action(self._open_crisis('person', False, self.subject))

    # === BUSINESS METHODS ===#

    def _watch_for_crisis(self):
        """Look at each trigger; what belongs to a crisis that is known joins it."""
        watched = self.sudo().filtered(lambda complaint: (  # sudo: when it is a crisis is not asked of who writes it down
            complaint.kind == 'complaint' and complaint.is_open))
        for company, complaints in watched.grouped('company_id').items():
            triggers = self.env['aftersales.complaint.trigger']._get_of(company)
            for complaint in complaints:
                for kind, key, others, name in complaint._find_triggers(triggers):
                    complaint._open_crisis(kind, key, name, others)

    def _find_triggers(self, triggers):
        """:return: generator of (kind, what they have in common, complaints, name) of each trigger that is reached"""
        self.ensure_one()
        for kind, is_so in (('injury', self.is_injured), ('press', self.is_press), ('authority', self.channel == 'authority')):
            if kind in triggers and is_so and triggers[kind].cases == 1:
                yield kind, f'{kind}:{self.id}', self, self.subject
            elif kind in triggers and is_so:
                yield from self._count_alike(triggers[kind], f'{kind}:all', self._get_kind_domain(kind), self.subject)
        for kind, name in SHARED.items():
            if kind in triggers and self[name]:
                yield from self._count_alike(
                    triggers[kind], f'{kind}:{self[name].id}', Domain(name, '=', self[name].id), self[name].display_name)
        for technician in self._get_technicians() if 'technician' in triggers else ():
            yield from self._count_alike(
                triggers['technician'], f'technician:{technician.id}', Domain('job_id.technician_id', '=', technician.id)
                | Domain('party_ids.employee_id', '=', technician.id), technician.name)

    @api.model
    def _get_kind_domain(self, kind):
        return {
            'injury': Domain('is_injured', '=', True), 'press': Domain('is_press', '=', True),
            'authority': Domain('channel', '=', 'authority')}[kind]

    def _get_technicians(self):
        """Whose work it is about."""
        self.ensure_one()
        return self.job_id.technician_id | self.party_ids.employee_id

    def _count_alike(self, trigger, key, domain, name):
        since = fields.Datetime.now() - timedelta(days=trigger.within_days)
        alike = self.search(
            domain & Domain('company_id', '=', self.company_id.id) & Domain('kind', '=', 'complaint')
            & Domain('received_date', '>=', since) & Domain('state', 'not in', ('cancelled', 'unfounded')))
        if len(alike) >= trigger.cases:
            yield trigger.kind, key, alike, name

    def _open_crisis(self, cause, key, name, others=None):
        """The crisis of what the complaints have in common; the complaint is critical from now on.

        A complaint has one crisis: what called it first. What is over and reviewed is not opened again by the same cases.
        """
        self.ensure_one()
        system = self.sudo()  # sudo: a crisis is called by the numbers, whoever enters them
        Crisis = system.env['aftersales.crisis']
        joining = (others or system).filtered(lambda complaint: complaint.is_open and not complaint.crisis_id) | (
            system if system.crisis_id.state != 'open' and not key else system.browse())
        crisis = key and Crisis.search([
            ('company_id', '=', self.company_id.id), ('cause_key', '=', key), ('state', '=', 'open')], limit=1) or Crisis
        if not crisis and system.crisis_id and key or not joining:
            return crisis or system.crisis_id
        if not crisis:
            labels = dict(Crisis._fields['cause']._description_selection(self.env))
            crisis = Crisis.create({
                'name': f'{labels[cause]}: {name}'[:200], 'cause': cause, 'cause_key': key, 'company_id': self.company_id.id,
                'workshop_id': self.workshop_id.id, 'spokesman_id': self._get_supervisor().id})
            crisis._tell()
        joining.crisis_id = crisis
        joining.filtered(lambda complaint: complaint.severity != 'critical').severity = 'critical'
        return crisis
