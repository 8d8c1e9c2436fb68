import werkzeug.exceptions

from odoo import models
from odoo.exceptions import UserError
from odoo.http import Response, request

from .aftersales_batch_mixin import IN_THE_WAY

OURS = 'odoo.addons.aftersales.'


class IrHttp(models.AbstractModel):
    """What people read when, after all tries, others were still at the same thing; what no page of ours can read."""

    _inherit = 'ir.http'

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        method = getattr(rule.endpoint, 'func', rule.endpoint)
        if rule.endpoint.routing['type'] == 'jsonrpc' and method.__module__.startswith(OURS):
            cls._check_body()

    @classmethod
    def _check_body(cls):
        """A body whose parameters have no names is answered before Python complains of it."""
        try:
            body = request.get_json_data()
        except (ValueError, RecursionError):
            body = None
        params = body.get('params', {}) if isinstance(body, dict) else None
        if not isinstance(params, dict) or not isinstance(params.get('context', {}), dict):
            # As core does: with a response of its own no dispatcher makes another answer of it.
            werkzeug.exceptions.abort(Response("Invalid JSON-RPC data", status=400))

    @classmethod
    def _handle_error(cls, exception):
        """The database's words for it name a transaction; whoever clicked can only wait and click again."""
        if isinstance(exception, IN_THE_WAY):
            exception = UserError(request.env._(
                "Others are changing the same at this moment, so nothing was saved. Please try again."))
        return super()._handle_error(exception)
