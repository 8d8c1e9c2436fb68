from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

REWORK_TASK = 'aftersales.mail_activity_rework'
STATES = [('open', "To Look At"), ('closed', "Stock Looked At")]


class AftersalesStockReview(models.Model):
    """The quality of what lies in a store, looked at class by class every so many months (parts 4): condition, shelf life,
    rust, pack. Each lot in its place is kept, used first, reworked or scrapped; closed, it stays, and what is to be scrapped is
    asked for.
    """
    _name = 'aftersales.stock.review'
    _description = "Quality Check of Stock"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.late.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['warehouse_id.name', 'class_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'signed_id', 'signed_date'})
    _transitions = {'open': {'closed': None}, 'closed': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    date = fields.Date(string="To Look At On", required=True, default=fields.Date.context_today, index=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.store.check']._default_warehouse_id())
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    class_id = fields.Many2one('aftersales.part.class', string="Part Class", index='btree_not_null', ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', string="Looked At By", index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", default=lambda self: self.env.user)
    line_ids = fields.One2many('aftersales.stock.review.line', 'review_id', string="Lots in Their Places")
    to_do_count = fields.Integer(string="Not Looked At Yet", compute='_compute_counts', store=True, bounds=(0, 1_000_000))
    scrap_count = fields.Integer(string="Lots to Scrap", compute='_compute_counts', store=True, bounds=(0, 1_000_000))
    remark = fields.Text(copy=False)
    scrap_request_ids = fields.One2many('aftersales.scrap.request', 'review_id', string="Requests to Scrap", readonly=True)
    signed_id = fields.Many2one('res.users', string="Signed By", readonly=True, copy=False, index='btree_not_null')
    signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False)

    _latest_idx = models.Index("(warehouse_id, class_id, date DESC)")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('line_ids.result')
    def _compute_counts(self):
        for review in self:
            results = review.line_ids.mapped('result')
            review.to_do_count = results.count(False)
            review.scrap_count = results.count('scrap')

    @api.model
    def _get_late_since(self):
        """A class is looked at within a month."""
        return fields.Date.context_today(self) - relativedelta(months=1)

    @api.depends('warehouse_id', 'class_id', 'date')
    def _compute_display_name(self):
        for review in self:
            review.display_name = ' · '.join(filter(None, (
                review.warehouse_id.name, review.class_id.name, fields.Date.to_string(review.date) if review.date else None)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        if 'warehouse_id' in vals and any(review.line_ids for review in self):
            raise UserError(self.env._("What lies there is read already: make another check for the other store."))
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_collect(self):
        """Read anew what lies there; what was looked at keeps its result."""
        self.check_access('write')
        self._check_open()
        for review in self:
            review._collect()

    def action_keep_rest(self):
        """What nobody has said anything of is kept."""
        self.check_access('write')
        self.line_ids.filtered(lambda line: not line.result).result = 'keep'

    def action_close(self):
        self._claim_for_update()
        self._transition('closed')

    def action_view_scrap_requests(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_scrap_requests')
        return {**action, 'domain': [('review_id', '=', self.id)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state == 'closed'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(review)s is closed: it stays as it is.", review=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(review)s stays in the history. Close it with what you found.", review=self.display_name)

    def _collect(self):
        """A line for each lot in each place, the oldest first; what lies there no more is left out."""
        self.ensure_one()
        known = {(line.product_id, line.lot_id, line.location_id): line for line in self.line_ids}
        found, commands = self._read_here(), []
        for place, vals in found.items():
            line = known.get(place)
            commands.append(Command.update(line.id, vals) if line else Command.create({
                'product_id': place[0].id, 'lot_id': place[1].id, 'location_id': place[2].id, **vals}))
        gone = [Command.delete(line.id) for place, line in known.items() if place not in found]
        # sudo: what lies there is the system's word
        self.sudo().line_ids = gone + commands

    def _read_here(self):
        """:return: dict of (product, lot, place): quantity and dates"""
        domain = Domain('location_id', 'child_of', self.warehouse_id.view_location_id.id) & Domain([
            ('location_id.usage', '=', 'internal'), ('quantity', '>', 0)])
        if self.class_id:
            own = self.class_id._get_reviewed_with()
            domain &= Domain('product_id.product_tmpl_id.aftersales_class_id', 'in', own.ids)
        # sudo: what lies there is told to whoever checks
        quants = self.env['stock.quant'].sudo().search(domain, order='in_date, id')
        has_dates = 'expiration_date' in quants.lot_id._fields
        here = {}
        for quant in quants:
            vals = here.setdefault((quant.product_id, quant.lot_id, quant.location_id), {'quantity': 0.0})
            vals['quantity'] += quant.quantity
            if 'came_date' not in vals:
                vals['came_date'] = (quant.in_date or quant.create_date).date()
                days = quant.product_id.aftersales_shelf_days
                expiry = (quant.lot_id.expiration_date if has_dates else False) or (
                    vals['came_date'] + timedelta(days=days) if days else False)
                vals['expiry_date'] = fields.Date.to_date(expiry)
        return here

    def _check_closed(self):
        for review in self:
            if not all(line.result for line in review.line_ids):
                raise UserError(self.env._(
                    "%(review)s: look at each lot first, and say what becomes of it.", review=review.display_name))
            for line in review.line_ids.filtered(lambda line: line.result in ('rework', 'scrap')):
                if not (line.photo or (line.remark or '').strip()):
                    raise UserError(self.env._(
                        "%(review)s, %(part)s: add a photo, or write what is wrong with it.", review=review.display_name,
                        part=line.product_id.display_name))

    def _after_closed(self, source):
        # sudo: who signed it and when is the system's
        self.sudo().write({'signed_id': self.env.uid, 'signed_date': fields.Datetime.now()})
        for review in self:
            lines = review.line_ids.filtered(lambda line: line.result == 'scrap' and line.quantity > 0)
            if lines:
                # sudo: the request is made of what was found; whoever closes the check asks for it himself
                request = self.env['aftersales.scrap.request'].sudo().create({
                    'warehouse_id': review.warehouse_id.id, 'review_id': review.id,
                    'line_ids': [Command.create(line._prepare_scrap_line_vals()) for line in lines]})
                request.note = review.remark
            review._ask_for_rework()

    def _ask_for_rework(self):
        """What is to be reworked is a task of the storekeeper until somebody has done it."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.result == 'rework' and line.quantity > 0)
        if not lines:
            return
        # sudo: who keeps the store is told to whoever checks it
        policy = self.env['aftersales.stocking.policy'].sudo().search([('warehouse_id', '=', self.warehouse_id.id)], limit=1)
        keeper = policy.keeper_id or self.user_id or self.env.user
        words = self.with_context(lang=keeper.lang)
        note = Markup('<br/>').join(escape(' · '.join(filter(None, (
            line.product_id.display_name, line.lot_id.name, line.location_id.name, f'{line.quantity:g}', line.remark))))
            for line in lines)
        self.activity_schedule(
            REWORK_TASK, user_id=keeper.id, date_deadline=self.env.ref(REWORK_TASK)._get_date_deadline(),
            note=Markup('<p>%s</p>') % note,
            summary=words.env._("%(count)s lots to rework: %(store)s", count=len(lines), store=self.warehouse_id.name))

    @api.model
    def _get_use_first(self, products, warehouses):
        """What was found in the last check of it to be used first.

        :return: dict of (product, warehouse): lines that say so, the oldest first
        """
        # sudo: told to whoever hands parts out
        lines = self.env['aftersales.stock.review.line'].sudo().search([
            ('product_id', 'in', products.ids), ('review_id.warehouse_id', 'in', warehouses.ids),
            ('review_id.state', '=', 'closed')], order='id desc')
        quants = self.env['stock.quant'].sudo().search([  # sudo: as above
            ('product_id', 'in', lines.product_id.ids), ('location_id', 'in', lines.location_id.ids), ('quantity', '>', 0)])
        here = {(quant.product_id, quant.lot_id, quant.location_id) for quant in quants}
        latest, first = set(), {}
        for line in lines:
            place = (line.product_id, line.lot_id, line.location_id)
            if place not in latest:
                latest.add(place)
                if line.result == 'first' and place in here:
                    first.setdefault((line.product_id, line.review_id.warehouse_id), []).insert(0, line)
        return first
