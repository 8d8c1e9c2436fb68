from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, float_repr

from .aftersales_health_check import FINDING_RESULTS, RESULTS
from .aftersales_health_item import DIRECTIONS, KINDS


class AftersalesHealthCheckLine(models.Model):
    """One answer of a health check. What becomes of a finding is in ``aftersales_health_finding.py``."""
    _name = 'aftersales.health.check.line'
    _description = "Health Check Item Result"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'check_id.id desc, is_mandatory desc, sequence, id'
    _check_company_auto = True

    # === FIELDS ===#

    check_id = fields.Many2one('aftersales.health.check', required=True, index=True, ondelete='cascade')
    order_id = fields.Many2one(related='check_id.order_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='check_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='check_id.vehicle_id', store=True, precompute=True)
    partner_id = fields.Many2one(related='check_id.partner_id', string="Customer")
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    check_state = fields.Selection(related='check_id.state', string="Check Status")
    sequence = fields.Integer(default=1000)
    area_id = fields.Many2one('aftersales.health.area', required=True, index='btree_not_null', ondelete='restrict')
    item_id = fields.Many2one(
        'aftersales.health.item', string="Template Item", readonly=True, index='btree_not_null', ondelete='restrict')
    name = fields.Char(string="Check Item", required=True, translate=True)
    instruction = fields.Char(related='item_id.instruction')
    kind = fields.Selection(KINDS, required=True, readonly=True, default='judged')
    unit = fields.Char(readonly=True)
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True, default='lower')
    limit_soon = fields.Float(readonly=True, digits=(12, 2))
    limit_urgent = fields.Float(readonly=True, digits=(12, 2))
    is_mandatory = fields.Boolean(
        string="From the Last Visit", readonly=True, help="Found or declined before: must be answered.")
    previous_line_id = fields.Many2one(
        'aftersales.health.check.line', string="Found Before", readonly=True, index='btree_not_null',
        ondelete='set null')
    declined_job_id = fields.Many2one(
        'aftersales.job', string="Declined Before", readonly=True, index='btree_not_null', ondelete='set null')

    result = fields.Selection(RESULTS)
    value = fields.Float(digits=(12, 2), help="Counts when the item has a colour: 0 is a value too.")
    phrase_id = fields.Many2one(
        'aftersales.health.phrase', ondelete='restrict', index='btree_not_null', domain="[('item_id', '=', item_id)]")
    note = fields.Char(help="What was seen, where on the car.")
    photo_ids = fields.One2many('aftersales.health.photo', 'line_id', string="Photos")
    video_ids = fields.One2many('aftersales.health.video', 'line_id', string="Videos")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines._check_open()
        lines._claim_with_parts()
        return lines

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_open()
        self._claim_with_parts()
        if 'check_id' in vals:
            raise UserError(self.env._("An item stays with its health check."))
        given = self.filtered(lambda line: line.item_id or line.is_mandatory)
        if given and {'name', 'area_id'} & vals.keys():
            raise UserError(self.env._(
                "“%(items)s” comes from the template or the last visit and keeps its name. "
                "Add a finding of your own instead.",
                items=", ".join(given.mapped('name')),
            ))
        for answer, lines in self._group_by_answer(vals):
            super(AftersalesHealthCheckLine, lines).write(answer)
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_template(self):
        self._check_open()
        self._claim_with_parts()
        for line in self:
            if line.item_id or line.is_mandatory:
                raise UserError(self.env._(
                    "“%(item)s” belongs to the check. Mark it as not checked instead of deleting it.", item=line.name))

    # === BUSINESS METHODS ===#

    def _check_open(self):
        self.check_id._check_open()

    def _check_parts_open(self):
        self.check_id._check_parts_open()

    def _claim_with_parts(self):
        self.check_id._claim_with_parts()

    def _copy_item_names(self):
        """Names in all languages at once: technician and customer may read different ones."""
        named = self.filtered('item_id')
        self.flush_recordset(['name', 'item_id'])
        self.env.cr.execute(SQL(
            """
            UPDATE aftersales_health_check_line line
               SET name = item.name
              FROM aftersales_health_item item
             WHERE line.item_id = item.id AND line.id IN %s
            """,
            tuple(named.ids or [0]),
        ))
        self.invalidate_recordset(['name'])
        for line in (self - named).filtered('declined_job_id'):
            job = line.declined_job_id.sudo()  # sudo: who checks the car may not see the order it was declined on
            line.update_field_translations('name', {
                code: job.with_context(lang=code)._get_print_name() for code, __ in self.env['res.lang'].get_installed()})

    # === BUSINESS METHODS: ANSWER ===#

    def _group_by_answer(self, vals):
        """What is entered with what follows from it: a value sets the colour, a phrase may.

        :return: list of (values, lines)
        """
        if not {'result', 'value', 'phrase_id'} & vals.keys():
            return [(vals, self)]
        groups = {}
        for line in self:
            answer = line._prepare_answer(vals)
            key = tuple(sorted((name, repr(value)) for name, value in answer.items()))
            groups.setdefault(key, (answer, []))[1].append(line.id)
        return [(answer, self.browse(ids)) for answer, ids in groups.values()]

    def _prepare_answer(self, vals):
        self.ensure_one()
        phrase = self.env['aftersales.health.phrase'].browse(vals.get('phrase_id') or ())
        if phrase and phrase.item_id != self.item_id:
            raise UserError(self.env._(
                "The phrase “%(phrase)s” is not one of “%(item)s”.", phrase=phrase.name, item=self.name))
        if self.kind == 'measured':
            if 'value' in vals and vals.get('result') != 'not_checked' and vals['value'] is not False:
                return {**vals, 'result': self._judge(vals['value'])}
            if vals.get('result') in ('ok', *FINDING_RESULTS):
                raise UserError(self.env._(
                    "“%(item)s” is measured: enter the value, its limits set the colour.", item=self.name))
            return {**vals, 'value': 0.0} if 'result' in vals else vals
        if phrase and 'result' not in vals:
            return {**vals, 'result': phrase.result}
        return vals

    def _judge(self, value):
        """The colour of a measured value."""
        self.ensure_one()
        sign = -1 if self.direction == 'lower' else 1
        if sign * value >= sign * self.limit_urgent:
            return 'urgent'
        return 'soon' if sign * value >= sign * self.limit_soon else 'ok'

    # === BUSINESS METHODS: WORDS ===#

    def _has_value(self):
        self.ensure_one()
        return self.kind == 'measured' and self.result in ('ok', *FINDING_RESULTS)

    def _format_number(self, number):
        """At most two decimals, no zeros behind them, in the reader's writing."""
        text = float_repr(number, 2).rstrip('0').rstrip('.')
        return text.replace('.', self.env['res.lang']._lang_get(self.env.lang or 'en_US').decimal_point or '.')

    def _get_value_text(self):
        """The value with its unit; "" when nothing was measured."""
        self.ensure_one()
        return ' '.join(filter(None, [self._format_number(self.value), self.unit])) if self._has_value() else ''

    def _get_limit_text(self):
        """From which value on the item is yellow and red."""
        self.ensure_one()
        if self.kind != 'measured':
            return ''
        limits = {
            'soon': self._format_number(self.limit_soon), 'urgent': self._format_number(self.limit_urgent),
            'unit': self.unit or '',
        }
        if self.direction == 'lower':
            return self.env._("soon from %(soon)s %(unit)s down, urgent from %(urgent)s %(unit)s down", **limits)
        return self.env._("soon from %(soon)s %(unit)s up, urgent from %(urgent)s %(unit)s up", **limits)

    def _get_finding_text(self):
        """What was found, as the customer reads it: value, phrase and note."""
        self.ensure_one()
        return ' · '.join(filter(None, [self._get_value_text(), self.phrase_id.name, self.note]))
