def migrate(cr, version):
    """Mails and messages nobody wrote anew get their present texts, with the links back; what was written anew stays."""
    cr.execute("""
        UPDATE ir_model_data data
           SET noupdate = FALSE
         WHERE data.module = 'aftersales'
           AND (data.model = 'mail.template' AND data.res_id IN (SELECT id FROM mail_template WHERE write_uid = 1)
                OR data.model = 'sms.template' AND data.res_id IN (SELECT id FROM sms_template WHERE write_uid = 1))
    """)
    # The old translations of the messages would stay beside the new texts.
    cr.execute("""
        UPDATE sms_template sms
           SET body = jsonb_build_object('en_US', sms.body->>'en_US')
          FROM ir_model_data data
         WHERE data.module = 'aftersales' AND data.model = 'sms.template' AND data.res_id = sms.id AND NOT data.noupdate
    """)
