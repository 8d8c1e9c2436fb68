from odoo import models
from odoo.exceptions import UserError
from odoo.http import request

from .aftersales_batch_mixin import IN_THE_WAY


class IrHttp(models.AbstractModel):
    """What people read when, after all tries, others were still at the same thing."""

    _inherit = 'ir.http'

    @classmethod
    def _handle_error(cls, exception):
        """The database's words for it name a transaction; whoever clicked can only wait and click again."""
        if isinstance(exception, IN_THE_WAY):
            exception = UserError(request.env._(
                "Others are changing the same at this moment, so nothing was saved. Please try again."))
        return super()._handle_error(exception)
