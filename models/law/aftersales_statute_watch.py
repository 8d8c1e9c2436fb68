from dataclasses import replace

from markupsafe import escape

from odoo import api, fields, models


class AftersalesStatuteWatch(models.Model):
    """The list of cars near a right under the law, or beyond it, as the last night left it.

    A standing depends on the day, so it is never stored on the car; this is a list with its date, made anew each night
    and whenever such a car leaves.
    """
    _name = 'aftersales.statute.watch'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Car Near the Law"
    _order = 'status, distance, last_day, id'

    vehicle_id = fields.Many2one('fleet.vehicle', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    owner_id = fields.Many2one(related='vehicle_id.owner_id')
    model_id = fields.Many2one(related='vehicle_id.model_id', store=True)
    license_plate = fields.Char(related='vehicle_id.license_plate')
    rule_id = fields.Many2one(
        'aftersales.statute.rule', required=True, readonly=True, index=True, ondelete='cascade')
    article = fields.Char(related='rule_id.article')
    remedy = fields.Selection(related='rule_id.remedy', store=True)
    status = fields.Selection([('met', "Met"), ('near', "Near")], required=True, readonly=True)
    tally = fields.Integer(string="Counted", readonly=True, aggregator=None)
    needed = fields.Integer(string="Met At", readonly=True, aggregator=None)
    distance = fields.Integer(string="To the Limit", readonly=True, aggregator=None)
    last_day = fields.Date(string="Window Ends", readonly=True)
    km_left = fields.Float(string="km Left", digits=(12, 0), readonly=True, aggregator=None)
    date = fields.Date(string="As Of", required=True, readonly=True)

    _vehicle_rule_uniq = models.UniqueIndex(
        '(vehicle_id, rule_id)', "This car is on the list with this rule already. Reload the page.")

    @api.depends('vehicle_id.display_name', 'rule_id.display_name')
    def _compute_display_name(self):
        for watch in self:
            watch.display_name = f'{watch.vehicle_id.display_name}: {watch.rule_id.display_name}'

    @api.readonly
    def action_open_vehicle(self):
        return self.vehicle_id.action_view_statute()

    @api.model
    def _keep(self, standings, companies):
        """Bring the list to these standings.

        :param standings: dict of vehicle: list of (rule, standing), as ``_get_statute_standing`` gives it
        :param companies: dict of vehicle: the company whose list it is on
        """
        today = fields.Date.today()
        rows = {(row.vehicle_id.id, row.rule_id.id): row for row in self.search([
            ('vehicle_id', 'in', [vehicle.id for vehicle in standings])])}
        to_create = []
        for vehicle, pairs in standings.items():
            for rule, standing in pairs:
                if vehicle not in companies or not rule._is_pressing(standing):
                    continue
                vals = {**self._prepare_watch_vals(standing, today), 'company_id': companies[vehicle].id}
                row = rows.pop((vehicle.id, rule.id), None)
                if row is None:
                    to_create.append({'vehicle_id': vehicle.id, 'rule_id': rule.id, **vals})
                else:
                    row.write(vals)
        self.browse([row.id for row in rows.values()]).unlink()
        self.create(to_create)

    @api.model
    def _prepare_watch_vals(self, standing, today):
        return {
            'status': standing.status, 'tally': standing.tally, 'needed': standing.rule.needed,
            'distance': standing.distance, 'last_day': standing.last_day or False, 'km_left': standing.km_left or 0.0,
            'date': today,
        }

    # === BUSINESS METHODS: WHAT FOLLOWS ===#

    def _propose_exchanges(self, standings):
        """Tell the manager of what the house has to propose: once for each problem, for a second one of a car as well.

        A problem that falls below the limit, because a job of it was moved, is proposed anew when it is back.

        :param standings: as ``_keep`` got them
        """
        rows = {(row.vehicle_id.id, row.rule_id.id): row for row in self.search([
            ('vehicle_id', 'in', [vehicle.id for vehicle in standings]), ('rule_id.remedy', '=', 'proposal'),
            ('status', '=', 'met')])}
        # sudo: the mark is the system's; of one fault each company may keep a problem of its own
        problems = self.env['aftersales.problem'].sudo().search([
            ('vehicle_id', 'in', [vehicle.id for vehicle in standings])], order='id')
        faults = problems.grouped(lambda problem: problem._get_fault_key())
        met = {
            faults[group]: (rows[vehicle.id, rule.id], replace(standing, group=group, tally=tally, stays=keys))
            for vehicle, pairs in standings.items() for rule, standing in pairs
            if (vehicle.id, rule.id) in rows and rule.scope == 'problem' for group, tally, keys in standing.all_met}
        known = [fault for fault in faults.values() if any(fault.mapped('is_exchange_proposed'))]
        nothing = problems.browse()
        nothing.union(*(fault for fault in known if fault not in met)).write({
            'is_exchange_proposed': False, 'proposal_answer': False})
        news = [fault for fault in sorted(met, key=lambda fault: fault[:1].id) if fault not in known]
        self._propose(news, met)
        nothing.union(*news).is_exchange_proposed = True

    @api.model
    def _propose(self, faults, met):
        """The same fault for the third time: the managers are asked to offer another car (I9), all at once.

        :param faults: list of problems each, those of all companies about one fault
        :param met: dict of fault: its row of the list, and its standing
        """
        tasks = {}
        for fault in faults:
            row, standing = met[fault]
            problem = fault.filtered(lambda problem, row=row: problem.company_id == row.company_id)[-1:] or fault[-1:]
            order = problem.job_ids.order_id.sorted('id')[-1:]
            user = order.workshop_id.manager_id or order.user_id
            if user:
                words = row.with_context(lang=user.lang, allowed_company_ids=row.company_id.ids)
                tasks[problem] = {
                    'user_id': user.id,
                    'summary': words.env._("%(plate)s: propose an exchange?", plate=row.license_plate or ''),
                    'note': escape(words.vehicle_id._describe_standing(words.rule_id, standing)),
                }
        self.env['aftersales.order']._create_tasks('mail.mail_activity_data_todo', tasks)
